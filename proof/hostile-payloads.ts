import type { Random } from "#lib/demo/random.ts";
import { type Field, type Form, isActions, sent } from "./forms.ts";

// Requests that no form of ours sends. None of them can be taken for a form that was filled in: each is
// broken somewhere.

export type Payload = { kind: string; headers: Record<string, string>; body: string | Buffer | FormData };
type Target = { id: string; others: readonly string[]; forms: readonly Form[]; names: readonly string[] };

const kB = 1024;
const state = { status: "new", values: {}, errors: {}, message: "", current: {}, goTo: "", attempt: 0 };

/** What is sent where a number, a day, a choice, an id or a text is meant. */
const odd: ((chance: Random) => string)[] = [
  () => "__proto__",
  () => "constructor",
  () => "NaN",
  () => "-1e309",
  () => "9".repeat(400),
  () => "0x10",
  () => "1;DROP TABLE project",
  () => "' OR '1'='1",
  () => "\u0000",
  () => "\ud800",
  () => "2016-13-45",
  () => "+275760-09-13",
  () => "🀄".repeat(3_000),
  () => "[object Object]",
  () => '{"$gt":""}',
  () => "../../../etc/passwd",
  () => "\u202e\u2066\u200b",
  () => "％00",
  () => "$1:__proto__:then",
  () => "\r\nSet-Cookie: a=b",
  (chance) => String(chance.between(-(2 ** 31), 2 ** 31) * 2 ** 22),
  (chance) => "a".repeat(chance.between(5_000, 9_000)),
];
const oddNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "a.__proto__.b",
  "rows.0",
  "rows.999999999",
  "rows.-1",
  "",
].concat(
  "then",
  "x[]",
  "[]",
  ".",
  "..",
  "a.b.c.d.e.f.g",
  "$ACTION_ID_",
  "$ACTION_REF_9",
  "$K",
  "0",
  "1_",
  "键",
  "\u0000",
  "a".repeat(2_000),
);

const deep = (levels: number, open: string, close: string, inside = "1") =>
  open.repeat(levels) + inside + close.repeat(levels);

/** Arguments as the framework's own scripts send them, of any number and kind. */
const args: ((chance: Random, target: Target) => string)[] = [
  () => "[]",
  () => "",
  () => "null",
  () => "{",
  () => "[null,null]",
  () => "[[],[],[],[],[],[],[],[],[]]",
  () => "[0,1,2]",
  () => '["$undefined","$undefined"]',
  () => '["$NaN","$-Infinity"]',
  () => '["$n99999999999999999999999999","$D2016-99-99"]',
  () => '["$K1"]',
  () => '["$K1","$K2"]',
  () => '["$Q1","$W2","$i3"]',
  () => '["$@0"]',
  () => '["$1:__proto__:then"]',
  () => '["$0:constructor:constructor"]',
  () =>
    '[{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{}","_response":{"_prefix":"x","_formData":{"get":"$1:a:a"}}}]',
  () => '[{"__proto__":{"attempt":0},"attempt":0},{"__proto__":[]}]',
  () => '[{"constructor":{"prototype":{"polluted":1}}},"x"]',
  () => `[${deep(10_000, "[", "]")}]`,
  () => `[${deep(5_000, '{"a":', "}")}]`,
  () => `[{"attempt":1e400},"form"]`,
  () => `[{"attempt":"1"},{"name":"x"}]`,
  () => `["${"a".repeat(200 * kB)}"]`,
  () => `[${"0,".repeat(60_000)}0]`,
  (_, { others }) => `[{"id":"${others[0]}","bound":null},"$h1"]`,
  (_, { others }) => `["$F1","$h${others[0]}"]`,
  (chance) => JSON.stringify(Array.from({ length: chance.between(0, 12) }, () => value(chance, 3))),
  (chance) =>
    JSON.stringify([state, ...Array.from({ length: chance.between(0, 3) }, () => value(chance, 4))]),
];

function value(chance: Random, depth: number): unknown {
  const simple = () =>
    chance.pick([
      null,
      true,
      0,
      -1,
      1.5,
      "",
      "x",
      "$K1",
      "$undefined",
      "$@1",
      odd[chance.between(0, odd.length - 1)]?.(chance),
    ]);
  if (depth === 0 || chance.happens(40)) return simple();
  const inside = Array.from({ length: chance.between(0, 5) }, () => value(chance, depth - 1));
  return chance.happens(50)
    ? inside
    : Object.fromEntries(inside.map((each) => [chance.pick(oddNames), each]));
}

const fromScript = (id: string, body: Payload["body"], type?: string) => ({
  headers: { "next-action": id, accept: "text/x-component", ...(type ? { "content-type": type } : {}) },
  body,
});
const html = { accept: "text/html" };

/** A previous state that no page of ours came with. */
const states: ((chance: Random) => string)[] = [
  () => "null",
  () => "[]",
  () => '"x"',
  () => "7",
  () => "{}",
  () => '{"attempt":null}',
  () => '{"attempt":1.5}',
  () => '{"attempt":"0"}',
  () => '{"__proto__":{"attempt":0}}',
  () => '{"attempt":9007199254740993}',
  (chance) => JSON.stringify(value(chance, 4)),
];

function oddForm(chance: Random, { names }: Target, prefix = ""): FormData {
  const data = new FormData();
  for (let left = chance.between(0, 20); left > 0; left--) {
    const name = chance.happens(50) ? chance.pick(oddNames) : chance.pick(names);
    const text = chance.pick(odd)(chance);
    if (chance.happens(15))
      data.append(
        prefix + name,
        new Blob([text], { type: "application/x-" }),
        chance.pick(["", "../../x", "\u0000.csv", "a".repeat(999)]),
      );
    else data.append(prefix + name, text);
  }
  return data;
}

const kinds: Record<string, (chance: Random, target: Target) => Omit<Payload, "kind">> = {
  "arguments of any number and kind": (chance, target) =>
    fromScript(target.id, chance.pick(args)(chance, target), "text/plain;charset=UTF-8"),
  "arguments in parts": (chance, target) => {
    const data = oddForm(chance, target, chance.pick(["", "_1_", "_2_", "1_", "_"]));
    data.append(chance.pick(["0", "0", "0", "1"]), chance.pick(args)(chance, target));
    return fromScript(target.id, data);
  },
  "a wrong previous state": (chance, target) => {
    const data = oddForm(chance, target, "_1_");
    data.append("0", `[${chance.pick(states)(chance)},"$K1"]`);
    return fromScript(target.id, data);
  },
  "odd names and values": (chance, target) => {
    const data = oddForm(chance, target, "_1_");
    data.append("_1_", "");
    data.append("0", JSON.stringify([state, "$K1"]));
    return fromScript(target.id, data);
  },
  "the same without scripts": (chance, target) => {
    const data = oddForm(chance, target);
    data.append("$ACTION_REF_1", "");
    data.append(
      "$ACTION_1:0",
      JSON.stringify({
        id: chance.happens(80) ? target.id : chance.pick(target.others),
        bound: chance.pick(["$@1", null, "$@9"]),
      }),
    );
    data.append("$ACTION_1:1", `[${chance.pick(states)(chance)}]`);
    data.append("$ACTION_KEY", chance.pick(["", "k1", "\ud800"]));
    return { headers: html, body: data };
  },
  "an action's id alone": (chance, target) => {
    const data = oddForm(chance, target);
    data.append(`$ACTION_ID_${target.id}`, "");
    return { headers: html, body: data };
  },
  "ids that are none, or another's": (chance, target) => {
    const ids = [
      target.id.slice(1),
      "",
      "0".repeat(42),
      "__proto__",
      "constructor",
      `${target.id}x`,
      "%00",
      chance.pick(target.others),
    ];
    return fromScript(chance.pick(ids), chance.pick(args)(chance, target), "text/plain;charset=UTF-8");
  },
  "parts that are none": (chance, target) => {
    const part = (head: string, text: string) => `--x\r\n${head}\r\n\r\n${text}\r\n`;
    const parts = [
      part("Content-Disposition: form-data", "1"),
      part('Content-Disposition: form-data; name="a"; name="b"', "1"),
      part('Content-Disposition: form-data; name="__proto__"', "1"),
      part('Content-Disposition: attachment; filename="x"', "1"),
      part("X: y", "1"),
      part('Content-Disposition: form-data; name="0"\r\nContent-Transfer-Encoding: base64', "W10="),
      part('Content-Disposition: form-data; name="0"\r\nContent-Type: text/plain; charset=utf-7', "+AFs-"),
      part(`Content-Disposition: form-data; name="${"n".repeat(9_000)}"`, "1"),
      part(
        'Content-Disposition: form-data; name="_1_file"; filename="a\u0000b"\r\nContent-Type: image/png',
        "1",
      ),
      "--x\n\n",
      "--x--\r\n",
    ];
    const body =
      Array.from({ length: chance.between(0, 40) }, () => chance.pick(parts)).join("") +
      (chance.happens(50) ? "--x--\r\n" : "");
    return fromScript(
      target.id,
      body,
      chance.pick([
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        'multipart/form-data; boundary=""',
        "multipart/form-data; boundary=y",
      ]),
    );
  },
  "bytes that are no UTF-8": (chance, target) => {
    const noise = Buffer.from(
      Array.from({ length: chance.between(1, 3_000) }, () => chance.between(128, 255)),
    );
    if (chance.happens(50))
      return fromScript(
        target.id,
        noise,
        chance.pick(["text/plain;charset=UTF-8", "text/plain;charset=utf-16", ""]),
      );
    const head = Buffer.from(
      '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$K1"]\r\n--x\r\nContent-Disposition: form-data; name="_1_name"\r\n\r\n',
    );
    return fromScript(
      target.id,
      Buffer.concat([head, noise, Buffer.from("\r\n--x--\r\n")]),
      "multipart/form-data; boundary=x",
    );
  },
  "parameters of an address": (chance, { id, names }) => {
    const words = Array.from({ length: chance.between(0, 60) }, () => [
      chance.pick([...oddNames, ...names]),
      chance.pick(odd)(chance).slice(0, 200),
    ]);
    const body = `${new URLSearchParams(words)}&%ff%fe=%c0%80&$ACTION_ID_${id}=`;
    return {
      headers: {
        ...html,
        ...(chance.happens(50) ? { "next-action": id } : {}),
        "content-type": "application/x-www-form-urlencoded",
      },
      body,
    };
  },
  "a megabyte": (chance, target) => {
    const bytes = chance.pick([255 * kB, 1024 * kB]) - 2 * kB;
    if (chance.happens(50))
      return fromScript(target.id, `["${"a".repeat(bytes)}"]`, "text/plain;charset=UTF-8");
    const data = new FormData();
    data.append("0", JSON.stringify([state, "$K1"]));
    data.append(`_1_${chance.pick(target.names)}`, "长".repeat(bytes / 3));
    return fromScript(target.id, data);
  },
  "thousands of parts": (chance, target) => {
    const data = new FormData();
    data.append("0", JSON.stringify([state, "$K1"]));
    for (let left = chance.between(500, 2_000); left > 0; left--)
      data.append(`_1_${chance.pick(["rows.", "a", "towns."])}${left}`, "1");
    return fromScript(target.id, data);
  },
  "a form of ours with one field broken": (chance, target) => {
    const form = chance.pick(target.forms);
    const one = chance.pick(form.fields.filter(isBreakable));
    const data = sent(form, (field) => (field === one ? null : filled(field)));
    for (const [name, text] of chance.pick(breaks)(one?.name ?? "", filled(one as Field) ?? ""))
      data.append(name, text);
    return chance.happens(50) ? { headers: html, body: data } : fromScript(target.id, asScriptsSend(data));
  },
};

/** A form as a page's script sends it: its fields under the number of an argument. */
export function asScriptsSend(form: FormData): FormData {
  const data = new FormData();
  for (const [name, text] of form) if (!name.startsWith("$")) data.append(`_1_${name}`, text);
  data.append("0", JSON.stringify([state, "$K1"]));
  return data;
}

/** Ways in which a field is no longer one: none of them is a text, a number, a day or a choice. */
const breaks: ((name: string, text: string) => [string, string][])[] = [
  (name, text) => [
    [name, text],
    [name, text],
  ],
  (name) => [[`${name}.a`, "1"]],
  (name) => [[`${name}[]`, "1"]],
  (name) => [[`${name}.0.0`, "1"]],
  (name) => [[`${name}.__proto__`, "1"]],
  (name) => [[name, "长".repeat(60_000)]],
];

/**
 * Fields that every one of their forms needs: what an action does without may be anything, and is a form
 * filled in all the same.
 */
const isBreakable = (field: Field): boolean =>
  !isActions(field) &&
  field.kind !== "file" &&
  /^(projectId|villageId|townId|intakeId|personId|meetingId|postingId|receiptId|screenId|tokenId|sessionId|remarkId|version|month|year|reason|kind|exception|name|role|scopeId|onDay|stage|source|amountFen|code|password|currentPassword|node|text)$/.test(
    field.name,
  );

export function filled({ kind, type, value, choices, name }: Field): string | null {
  if (kind === "file") return null;
  if (value !== "") return value;
  if (kind === "choice") return choices.find(Boolean) ?? "";
  if (kind !== "text") return value;
  if (type === "date" || /On$|Day$/.test(name)) return "2016-12-20";
  if (/Fen$|Bp$|progress|share|done/i.test(name)) return "1";
  return "文字";
}

export const payloadKinds = Object.keys(kinds);

export function payloadOf(chance: Random, target: Target): Payload {
  const withForms = target.forms.some(({ fields }) => fields.some(isBreakable));
  const kind = chance.pick(
    withForms ? payloadKinds : payloadKinds.filter((each) => each !== "a form of ours with one field broken"),
  );
  return {
    kind,
    ...(kinds[kind] as (typeof kinds)[string])(chance, {
      ...target,
      forms: target.forms.filter(({ fields }) => fields.some(isBreakable)),
    }),
  };
}
