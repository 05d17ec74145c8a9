# style: ISO dates of records are parsed and compared
# expect-json: {"days": 60, "weekday": "Tuesday", "in_august": 3}
from datetime import date, datetime, timedelta

dates = [date.fromisoformat(e["date"]) for e in get_expenses("e1", "Q3")]
start = datetime(2025, 7, 1)
{
    "days": (max(dates) - min(dates)).days,
    "weekday": (start + timedelta(days=14)).strftime("%A"),
    "in_august": sum(1 for d in dates if d.month == 8),
}
