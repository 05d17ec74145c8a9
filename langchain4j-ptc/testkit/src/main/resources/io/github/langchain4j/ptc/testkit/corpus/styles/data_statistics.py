# style: statistics and math over results
# expect-json: {"mean": 250, "median": 250.0, "stdev": 129.1, "root": 4}
import math
import statistics

amounts = [e["amount"] for e in get_expenses("e1", "Q3")]
{
    "mean": statistics.mean(amounts),
    "median": statistics.median(amounts),
    "stdev": round(statistics.stdev(amounts), 2),
    "root": math.isqrt(16),
}
