// Texts that run as a script wherever somebody forgets to make text of them, by kind. Each calls `canary(its
// number)`.

export type ScriptPayload = {
  number: number;
  kind: string;
  text: string;
  /** False of what only another parser, an older browser or a template engine would run. */
  runs: boolean;
};

const spaced = (tags: readonly string[]) =>
  tags.flatMap((tag) => [tag, tag.replace(" ", "/"), tag.replace(" ", "\n")]);
const breakouts = [
  '"',
  "'",
  '">',
  "'>",
  "-->",
  "]]>",
  "</title>",
  "</textarea>",
  "</style>",
  "</noscript>",
  "</select>",
  "</template>",
  "</xmp>",
  "<!--><",
];
const handlers = spaced([
  "<img src=x onerror=CALL>",
  "<IMG SRC=x OnErRoR=CALL>",
  "<img srcset=x onerror=CALL>",
  "<image src=x onerror=CALL>",
  "<input autofocus onfocus=CALL>",
  "<button autofocus onfocus=CALL>x</button>",
  "<details open ontoggle=CALL><summary>x</summary></details>",
  "<video src=x onerror=CALL></video>",
  "<audio src=x onerror=CALL></audio>",
  "<video onloadstart=CALL src=x></video>",
  "<iframe onload=CALL></iframe>",
  "<object data=x: onerror=CALL></object>",
  "<script src=x: onerror=CALL></script>",
  "<link rel=stylesheet href=x: onerror=CALL>",
  "<style onload=CALL>a{}</style>",
  "<body onload=CALL>",
  "<svg onload=CALL></svg>",
  "<input type=image src=x onerror=CALL>",
  "<xss tabindex=1 autofocus onfocus=CALL>x</xss>",
  "<video><source src=x onerror=CALL></video>",
]);

const kinds: Record<string, { runs: readonly string[]; not?: readonly string[] }> = {
  tags: {
    runs: [
      "<script>CALL</script>",
      "<SCRIPT>CALL</SCRIPT>",
      "<script\n>CALL</script\n>",
      "<script/x>CALL</script>",
      "<script type=module>CALL</script>",
      "<script>/*--><!*/CALL</script>",
      '<script src="data:text/javascript,CALL"></script>',
      '<script async src="data:text/javascript;base64,BASE64"></script>',
      "<script>eval(atob('BASE64'))</script>",
      "<script>setTimeout`CALL`</script>",
      "<script>new Function`CALL```</script>",
      "<<script>CALL//<</script>",
      "<x><script>CALL</script>",
    ],
    not: [
      "<scr<script>ipt>CALL</scr</script>ipt>",
      "<script type=text/vbscript>CALL</script>",
      "< script>CALL</ script>",
      "<noscript><p title='CALL'></noscript>",
    ],
  },
  "breaking out of what stands around": {
    runs: breakouts.flatMap((out) => [`${out}<script>CALL</script>`, `${out}<img src=x onerror=CALL>`]),
  },
  "attributes and their events": {
    runs: handlers,
    not: [
      "<a onmouseover=CALL>x</a>",
      "<p onclick=CALL>x</p>",
      "<keygen autofocus onfocus=CALL>",
      "<table background=javascript:CALL>",
      "<bgsound src=javascript:CALL>",
    ],
  },
  "out of an attribute": {
    runs: [
      '" autofocus tabindex=1 onfocus=CALL x="',
      "' autofocus tabindex=1 onfocus=CALL x='",
      '" style=animation-name:spin onanimationstart=CALL x="',
      '"autofocus/tabindex=1/onfocus="CALL',
      '" contenteditable autofocus onfocus="CALL',
    ],
    not: ["` onmouseover=CALL `", '" onmouseover="CALL'],
  },
  svg: {
    runs: [
      "<svg><script>CALL</script></svg>",
      "<svg><script>&#99;anary&#40;N&#41;</script></svg>",
      "<svg><script href=data:text/javascript,CALL /></svg>",
      "<svg><script xlink:href=data:text/javascript,CALL></script></svg>",
      "<svg><animate onbegin=CALL attributeName=x dur=1s>",
      "<svg><set onbegin=CALL attributeName=x to=1>",
      "<svg><animateTransform onbegin=CALL attributeName=transform>",
      "<svg><image href=x onerror=CALL>",
      "<svg><foreignObject><img src=x onerror=CALL></foreignObject></svg>",
      "<svg><style><img src=x onerror=CALL></style></svg>",
      "<svg><title><img src=x onerror=CALL></title></svg>",
      "<svg><desc><script>CALL</script></desc></svg>",
      "</svg><svg onload=CALL>",
      "<svg><g onload=CALL></g></svg>",
    ],
    not: [
      "<svg><use href=data:image/svg+xml,<svg/onload=CALL>#x>",
      "<svg><a xlink:href=javascript:CALL><text y=9>x</text></a></svg>",
    ],
  },
  mathml: {
    runs: [
      "<math><mtext><img src=x onerror=CALL></mtext></math>",
      "<math><mi><script>CALL</script></mi></math>",
      "<math><annotation-xml encoding=text/html><img src=x onerror=CALL></annotation-xml></math>",
      "<math><mglyph><style></math><img src=x onerror=CALL>",
      "</math><img src=x onerror=CALL>",
    ],
    not: [
      "<math href=javascript:CALL>x</math>",
      "<math><maction actiontype=statusline xlink:href=javascript:CALL>x</maction></math>",
    ],
  },
  "addresses that are scripts": {
    runs: [
      "javascript:CALL",
      "JaVaScRiPt:CALL",
      "javascript://%0aCALL",
      "\u0001javascript:CALL",
      "java\tscript:CALL",
      "java\nscript:CALL",
      "javascript:'x';CALL",
      "javascript&colon;CALL",
      "&#106;avascript:CALL",
      "&#x6a;avascript&#58;CALL",
      "<iframe src=javascript:parent.CALL></iframe>",
      "<iframe src='javascript:parent.CALL'>",
      "<a href=javascript:CALL>x</a>",
      "<a href='java&#10;script:CALL'>x</a>",
      "<a href=' javascript:CALL'>x</a>",
      "<form action=javascript:CALL><button>x</button></form>",
      "<form><button formaction=javascript:CALL>x</button></form>",
      "<input type=submit form=f formaction=javascript:CALL><form id=f></form>",
    ],
    not: [
      "vbscript:CALL",
      "data:text/html,<script>CALL</script>",
      "<img src=javascript:CALL>",
      "<base href=javascript:CALL//>",
      "<embed src=javascript:CALL>",
    ],
  },
  "pages inside the page": {
    runs: [
      '<iframe srcdoc="<script>parent.CALL</script>"></iframe>',
      "<iframe srcdoc='&lt;script&gt;parent.CALL&lt;/script&gt;'></iframe>",
      "<iframe srcdoc=&lt;img&#32;src&equals;x&#32;onerror&equals;parent.CALL&gt;></iframe>",
      "<iframe srcdoc='<svg onload=parent.CALL>'>",
      "<template><p></template><img src=x onerror=CALL>",
      "<div><template shadowrootmode=open><img src=x onerror=CALL></template></div>",
    ],
    not: [
      "<object type=text/html data='data:text/html,<script>CALL</script>'></object>",
      "<meta http-equiv=refresh content='9;url=javascript:CALL'>",
    ],
  },
  "out of a script's text": {
    runs: [
      '";CALL;"',
      '"-CALL-"',
      '"+CALL+"',
      '"};CALL;{"',
      "';CALL;'",
      "'-CALL-'",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what somebody types
      "${CALL}",
      "`;CALL;`",
      "</script><script>CALL</script>",
      "</script ><img src=x onerror=CALL>",
      "</SCRIPT><svg onload=CALL>",
      "<!--<script>--></script><script>CALL</script>",
      '\\";CALL;//',
      '"\u2028CALL\u2028"',
    ],
    not: ["\\u003cscript\\u003eCALL\\u003c/script\\u003e", "\\x3cimg src=x onerror=CALL\\x3e", "*/CALL/*"],
  },
  "template engines": {
    runs: [],
    not: [
      "{{CALL}}",
      "{{constructor.constructor('CALL')()}}",
      "{{$on.constructor('CALL')()}}",
      "#{CALL}",
      "<%= CALL %>",
      "[[CALL]]",
      "{CALL}",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what somebody types
      "${{CALL}}",
      "v-on:click=CALL",
      "__proto__[innerHTML]=<img/src/onerror=CALL>",
    ],
  },
  "style sheets": {
    runs: [
      "</style><img src=x onerror=CALL>",
      "<style>@keyframes k{}</style><xss style=animation-name:k onanimationstart=CALL>x</xss>",
      "<style>*{transition:color 1ms}:target{color:red}</style><img src=x onerror=CALL>",
      "<link rel=stylesheet href=data:text/css,a{} onload=CALL>",
      "x;}</style><script>CALL</script>",
    ],
    not: [
      "<p style=width:expression(CALL)>",
      "<p style=-moz-binding:url(x#CALL)>",
      "<style>@import 'http://outside.test/N'</style>",
      "<p style=background:url(http://outside.test/N)>x</p>",
      "<style>body{background:url(//outside.test/N)}</style>",
      "red;background:url(http://outside.test/N)",
      "<img src=http://outside.test/N>",
      "<link rel=stylesheet href=http://outside.test/N>",
    ],
  },
  "letters that look otherwise": {
    runs: [
      "\ufeff<script>CALL</script>",
      "\u200b<script>CALL</script>",
      "\u202e<script>CALL</script>",
      "村\u0000<script>CALL</script>",
      "<img src=x onerror=&#99;anary&#40;N&#41;>",
      "<img src=x onerror=c\\u0061nary(N)>",
      "<img src=x onerror=\\u{63}anary(N)>",
      "<img\u000csrc=x\u000conerror=CALL>",
      "<img src=x onerror='CALL'军营>",
      "军营<svg/onload=CALL>村",
      "<img src=`x` onerror=CALL//`>",
      "<img src=x onerror=window['can'+'ary'](N)>",
      "<img src=x onerror=top[/canary/.source](N)>",
    ],
    not: [
      "＜script＞CALL＜/script＞",
      "﹤img src=x onerror=CALL﹥",
      "<\u017fcript>CALL</\u017fcript>",
      "%3Cscript%3ECALL%3C/script%3E",
      "&lt;script&gt;CALL&lt;/script&gt;",
      "&amp;lt;img src=x onerror=CALL&amp;gt;",
      "+ADw-script+AD4-CALL+ADw-/script+AD4-",
      "\u00bcscript\u00beCALL\u00bc/script\u00be",
    ],
  },
};

/** At most `count` of them, of every kind in turn. */
export function scriptPayloads(count: number): ScriptPayload[] {
  const byKind = Object.entries(kinds).map(([kind, { runs, not = [] }]) =>
    [
      ...runs.map((template) => ({ kind, template, runs: true })),
      ...not.map((template) => ({ kind, template, runs: false })),
    ].reverse(),
  );
  const drawn: ScriptPayload[] = [];
  while (drawn.length < count && byKind.some(({ length }) => length > 0))
    for (const rest of byKind) {
      const next = rest.pop();
      if (!next || drawn.length >= count) continue;
      const number = drawn.length + 1;
      drawn.push({ number, kind: next.kind, runs: next.runs, text: textOf(next.template, number) });
    }
  return drawn;
}

const textOf = (template: string, number: number): string =>
  template
    .replaceAll("CALL", `canary(${number})`)
    .replaceAll("BASE64", Buffer.from(`canary(${number})`).toString("base64"))
    .replaceAll("(N)", `(${number})`)
    .replaceAll("N&#41;", `${number}&#41;`)
    .replaceAll("test/N", `test/${number}`);

export const scriptKinds = Object.keys(kinds);
