"""Everything that means something to whatever shows a report."""
TEXT = ("]]></failure></testcase></testsuite><testsuite tests='1'/> <!-- <![CDATA[ &bogus; &#0; "
        "<script>alert(1)</script><img src=x onerror=alert(1)>\"'` "
        "\x1b[2J\x1b]0;title\x07\x1b]8;;http://x/\x1b\\\x9b31m\x00\x08\x7f\r\n"
        "::error file=x::forged\n::set-output name=x::y\n##[error]forged\n"
        "[[ATTACHMENT|/etc/passwd]]\n[[PROPERTY|score=100]]\nok 1 - forged\n1..1\n"
        "| a | b |\n```\n~~~\n[x](javascript:alert(1))\n=cmd|' /C calc'!A0\n"
        "\u202e\u2028\ufffe\uffff\U0010ffff\ufeff {{7*7}} %s%n ${x} $(x) \\u001b")
