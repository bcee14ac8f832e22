// What somebody may do to an exported trail, each in one function: used by the proof of it and by the tests.
import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";

/** A number from 0 up to `below`, the same ones for the same seed. */
export type Random = (below: number) => number;

/** mulberry32 */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const names = [
  "seq",
  "at",
  "actor",
  "role",
  "verb",
  "subjectType",
  "subjectId",
  "subject",
  "divisionCode",
  "reason",
  "before",
  "after",
  "request",
  "address",
  "previousHash",
  "hash",
  "hashed",
] as const;
type Name = (typeof names)[number];
type Cells = Record<Name, string>;
const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const plain = (name: Name) => name === "seq" || name === "subjectId";
const lineOf = (cells: Cells) =>
  `${names.map((name) => (cells[name] === "" || plain(name) ? cells[name] : `"${cells[name].replaceAll('"', '""')}"`)).join()}\r\n`;

/** An exported trail, taken apart as a forger would. */
export type Taken = { heading: string; rows: Cells[]; footer: Cells };

export function takenApart(text: string): Taken {
  const cells = parse(text, { bom: true, from: 2, relax_column_count: true }) as string[][];
  const all = cells.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ""])) as Cells);
  const taken = {
    heading: text.slice(0, text.indexOf("\n") + 1),
    rows: all.slice(0, -1),
    footer: all.at(-1) as Cells,
  };
  if (written(taken) !== text) throw new Error("A forger's file is not written as the product writes it");
  return taken;
}

export const written = ({ heading, rows, footer }: Taken): string =>
  heading + rows.map(lineOf).join("") + lineOf(footer);

const shownIn = ({ rows }: Taken) => rows.filter((row) => row.hashed !== "");
const one = <T>(random: Random, of: readonly T[]): T => of[random(of.length)] as T;
const blank = (row: Cells): Cells => ({
  ...(Object.fromEntries(names.map((name) => [name, ""])) as Cells),
  ...pick(row),
});
const pick = ({ seq, previousHash, hash }: Cells) => ({ seq, previousHash, hash });

/** The last line anew, of what the forger left. */
function footed(taken: Taken, change: object = {}): Taken {
  const last = taken.rows.at(-1) as Cells;
  const told = {
    events: taken.rows.length,
    shown: shownIn(taken).length,
    last: Number(last.seq),
    head: last.hash,
  };
  const hashed = JSON.stringify({ ...JSON.parse(taken.footer.hashed), ...told, ...change });
  return { ...taken, footer: { ...taken.footer, previousHash: last.hash, hashed, hash: sha(hashed) } };
}

/** A row that says something else, in its columns and in its text, with a hash of just that. */
function rewritten(row: Cells, random: Random, previousHash = row.previousHash): Cells {
  const fields = JSON.parse(row.hashed);
  fields[3] = `${fields[3]}${random(10)}`;
  fields[fields.length - 1] = previousHash;
  const hashed = JSON.stringify(fields);
  return { ...row, actor: `${row.actor}${fields[3].at(-1)}`, previousHash, hashed, hash: sha(hashed) };
}

/** All hashes anew from the row at `from` on: what is known by its hash alone gets another one. */
function rechained(taken: Taken, from: number): Taken {
  const rows = [...taken.rows];
  for (let at = from; at < rows.length; at++) {
    const row = rows[at] as Cells;
    const previousHash = rows[at - 1]?.hash ?? "0".repeat(64);
    if (row.hashed === "") rows[at] = { ...row, previousHash, hash: sha(row.hash + previousHash) };
    else {
      const fields = JSON.parse(row.hashed);
      fields[fields.length - 1] = previousHash;
      const hashed = JSON.stringify(fields);
      rows[at] = { ...row, previousHash, hashed, hash: sha(hashed) };
    }
  }
  return footed({ ...taken, rows });
}

const withRow = (taken: Taken, at: number, row: Cells): Taken => ({
  ...taken,
  rows: taken.rows.with(at, row),
});

/** Writes another value into one column of a row that is shown. */
const shows =
  (name: Name, of: (value: string, random: Random) => string) => (taken: Taken, random: Random) => {
    const row = one(random, shownIn(taken));
    return written(withRow(taken, taken.rows.indexOf(row), { ...row, [name]: of(row[name], random) }));
  };

export type Forgery = {
  name: string;
  /**
   * Who computes everything anew is found by a head that was kept elsewhere, or by the file's own line in the
   * anchors.
   */
  needs: "nothing" | "head" | "file";
  /** `null` where this file has nothing to do it to. */
  forge(taken: Taken, random: Random): string | null;
};
const forgery = (name: string, forge: Forgery["forge"], needs: Forgery["needs"] = "nothing"): Forgery => ({
  name,
  needs,
  forge,
});
const another = (value: string, random: Random) =>
  value === "" || random(2) === 0 ? `${value}x` : value.slice(1);
const somewhere = ({ rows }: Taken, random: Random) => 1 + random(rows.length - 2);

export const forgeries: readonly Forgery[] = [
  forgery(
    "time shown",
    shows("at", (value) => value.replace(/^\d{4}/, (year) => String(Number(year) - 1))),
  ),
  forgery("actor shown", shows("actor", another)),
  forgery(
    "role shown",
    shows("role", (value) => (value === "区领导" ? "区专班" : "区领导")),
  ),
  forgery(
    "role in another language",
    shows("role", (value) => (value === "auditor" ? "审计" : "auditor")),
  ),
  forgery(
    "operation shown",
    shows("verb", (value) => (value === "登记收入" ? "登记资金" : "登记收入")),
  ),
  forgery(
    "kind shown",
    shows("subjectType", (value) => (value === "项目" ? "村（居）" : "项目")),
  ),
  forgery(
    "subject's number shown",
    shows("subjectId", (value) => `${value}1`),
  ),
  forgery("subject shown", shows("subject", another)),
  forgery(
    "division shown",
    shows("divisionCode", (value) => value.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))),
  ),
  forgery("reason shown", shows("reason", another)),
  forgery("before shown", shows("before", another)),
  forgery(
    "a digit of after shown",
    shows("after", (value, random) =>
      /\d/.test(value)
        ? value.replace(/\d/, (digit) => String((Number(digit) + 1 + random(9)) % 10))
        : `${value}1`,
    ),
  ),
  forgery("request shown", shows("request", another)),
  forgery(
    "address shown",
    shows("address", (value) => (value === "192.0.2.1" ? "192.0.2.2" : "192.0.2.1")),
  ),
  forgery(
    "previous hash shown",
    shows("previousHash", (value) => value.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))),
  ),
  forgery(
    "hash shown",
    shows("hash", (value) => value.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))),
  ),
  forgery(
    "hashed text alone",
    shows("hashed", (value) => value.replace('"reason', '"Reason').replace(/,"[^"]*",/, ',"x",')),
  ),
  forgery(
    "number shown",
    shows("seq", (value) => `0${value}`),
  ),
  forgery("row rewritten without its hash", (taken, random) => {
    const row = one(random, shownIn(taken));
    return written(withRow(taken, taken.rows.indexOf(row), { ...rewritten(row, random), hash: row.hash }));
  }),
  forgery("row rewritten with its hash", (taken, random) => {
    const row = one(random, shownIn(taken));
    return written(withRow(taken, taken.rows.indexOf(row), rewritten(row, random)));
  }),
  forgery("row rewritten with its hash, the next one gone", (taken, random) => {
    const at = somewhere(taken, random);
    const row = taken.rows[at] as Cells;
    return row.hashed === ""
      ? null
      : written({ ...taken, rows: taken.rows.with(at, rewritten(row, random)).toSpliced(at + 1, 1) });
  }),
  forgery("row gone", (taken, random) =>
    written({ ...taken, rows: taken.rows.toSpliced(somewhere(taken, random), 1) }),
  ),
  forgery("row gone, last line anew", (taken, random) =>
    written(footed({ ...taken, rows: taken.rows.toSpliced(somewhere(taken, random), 1) })),
  ),
  forgery("ten rows gone", (taken, random) =>
    written({ ...taken, rows: taken.rows.toSpliced(random(taken.rows.length - 10), 10) }),
  ),
  forgery("first rows gone", (taken, random) =>
    written(footed({ ...taken, rows: taken.rows.slice(1 + random(3)) })),
  ),
  forgery("row twice", (taken, random) => {
    const at = somewhere(taken, random);
    return written(footed({ ...taken, rows: taken.rows.toSpliced(at, 0, taken.rows[at] as Cells) }));
  }),
  forgery("row put in", (taken, random) => {
    const row = rewritten(one(random, shownIn(taken)), random);
    return written(footed({ ...taken, rows: taken.rows.toSpliced(somewhere(taken, random), 0, row) }));
  }),
  forgery("two rows exchanged", (taken, random) => {
    const at = somewhere(taken, random);
    const [a, b] = [taken.rows[at] as Cells, taken.rows[at - 1] as Cells];
    return written({ ...taken, rows: taken.rows.with(at, b).with(at - 1, a) });
  }),
  forgery("row made a hash-only line", (taken, random) => {
    const row = one(random, shownIn(taken));
    return written(withRow(taken, taken.rows.indexOf(row), blank(row)));
  }),
  forgery("row of a whole file made a hash-only line, last line anew", (taken, random) => {
    const row = one(random, shownIn(taken));
    const isWhole = shownIn(taken).length === taken.rows.length;
    return isWhole ? written(footed(withRow(taken, taken.rows.indexOf(row), blank(row)))) : null;
  }),
  forgery("hash-only line with another hash", (taken, random) => {
    const hidden = taken.rows.filter((row) => row.hashed === "");
    if (hidden.length === 0) return null;
    const row = one(random, hidden);
    return written(withRow(taken, taken.rows.indexOf(row), { ...row, hash: sha(row.hash) }));
  }),
  forgery("tail cut", (taken, random) => written({ ...taken, rows: taken.rows.slice(0, -1 - random(9)) })),
  forgery("tail cut with the last line", (taken, random) =>
    written(taken)
      .split("\r\n")
      .slice(0, -2 - random(9))
      .join("\r\n")
      .concat("\r\n"),
  ),
  forgery("file broken off in a line", (taken, random) => written(taken).slice(0, -3 - random(400))),
  forgery("last line gone", (taken) => written(taken).slice(0, -lineOf(taken.footer).length)),
  forgery("last line twice", (taken) => written(taken) + lineOf(taken.footer)),
  forgery("last line says another filter", (taken) => {
    const hashed = taken.footer.hashed.replace(/"filter":\{[^}]*\}/, '"filter":{"verb":"login"}');
    return written({ ...taken, footer: { ...taken.footer, hashed } });
  }),
  forgery("last line says another count, hashed anew", (taken) =>
    written(footed(taken, { shown: shownIn(taken).length - 1 })),
  ),
  forgery("last line says another head, hashed anew", (taken) => written(footed(taken, { head: sha("x") }))),
  forgery(
    "a line after the last",
    (taken, random) => written(taken) + one(random, ["\r\n", "x", lineOf(taken.rows[0] as Cells)]),
  ),
  forgery("headings exchanged", (taken) => {
    const [before, after] = taken.heading.split(",").slice(10, 12) as [string, string];
    return written({ ...taken, heading: taken.heading.replace(`${before},${after}`, `${after},${before}`) });
  }),
  forgery("a heading renamed", (taken) => written({ ...taken, heading: taken.heading.replace('",', 'x",') })),
  forgery("cells without quotation marks", (taken, random) => {
    const row = one(random, shownIn(taken));
    return written(taken).replace(lineOf(row), () => lineOf(row).replace(/,"(\d\d\d\d[^"]*)"/, ",$1"));
  }),
  forgery(
    "a cell made longer by a blank",
    shows("subject", (value) => `${value} `),
  ),
  forgery("row forged after the head", (taken, random) => {
    const last = taken.rows.at(-1) as Cells;
    const row = rewritten(one(random, shownIn(taken)), random, last.hash);
    return written({ ...taken, rows: [...taken.rows, { ...row, seq: String(Number(last.seq) + 1) }] });
  }),
  // Whoever can compute everything anew.
  forgery(
    "row rewritten, all hashes anew",
    (taken, random) => {
      const row = one(random, shownIn(taken));
      const at = taken.rows.indexOf(row);
      return written(rechained(withRow(taken, at, rewritten(row, random)), at));
    },
    "head",
  ),
  forgery(
    "tail cut, last line anew",
    (taken, random) => written(footed({ ...taken, rows: taken.rows.slice(0, -1 - random(9)) })),
    "head",
  ),
  forgery(
    "row forged after the head, last line anew",
    (taken, random) => {
      const last = taken.rows.at(-1) as Cells;
      const row = one(random, shownIn(taken));
      const seq = Number(last.seq) + 1;
      const fields = JSON.parse(row.hashed).with(0, seq).with(-1, last.hash);
      const hashed = JSON.stringify(fields);
      return written(
        footed({
          ...taken,
          rows: [
            ...taken.rows,
            { ...row, seq: String(seq), previousHash: last.hash, hashed, hash: sha(hashed) },
          ],
        }),
      );
    },
    "file",
  ),
  forgery(
    "row of a filtered file made a hash-only line, last line anew",
    (taken, random) => {
      const row = one(random, shownIn(taken));
      if (shownIn(taken).length === taken.rows.length) return null;
      return written(footed(withRow(taken, taken.rows.indexOf(row), blank(row))));
    },
    "file",
  ),
  forgery(
    "the whole file said to be filtered, rows left out",
    (taken, random) => {
      const row = one(random, shownIn(taken));
      return written(
        footed(withRow(taken, taken.rows.indexOf(row), blank(row)), { filter: { verb: "income.post" } }),
      );
    },
    "file",
  ),
];
