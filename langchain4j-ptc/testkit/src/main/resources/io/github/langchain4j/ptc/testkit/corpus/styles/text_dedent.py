# style: textwrap.dedent of a triple-quoted string
# expect-text-raw: "SELECT *\n  FROM t\n"
import textwrap

query = textwrap.dedent(
    """\
    SELECT *
      FROM t
    """
)
query
