import { completenessInWords, type Translate, wordIn } from "#lib/core/columns.ts";
import { dayOf, localTime } from "#lib/core/dates.ts";
import type { MessageKey, Namespace } from "#lib/core/message-keys.ts";
import { type Unit, units } from "#lib/core/money.ts";
import type { ExportFormat, ExportKind } from "../input.ts";
import type { Total } from "./extract.ts";

/** What is known of an export before its first row is read, as the trail keeps it. */
export type Begun = {
  /**
   * The number of the audit event that it begins with; it is the export's. Zero where it left while nothing
   * could be recorded.
   */
  number: number;
  /**
   * Its hash: the head of the trail when the file left, by which a cut tail or an older copy is noticed;
   * without a number, the head that was.
   */
  hash: string;
  kind: ExportKind;
  format: ExportFormat;
  scope: { code: string; name: string };
  filter: Record<string, string | number | boolean>;
  basis: MessageKey;
  /**
   * Of a month: villages with income, and with approved income, of all there are. Absent where nothing is
   * reported month by month.
   */
  completeness?: { month: string; all: number; reported: number; approved: number };
  /** The business instant that the rows are of. */
  asOf: string;
  by: { name: string; role: string };
  demonstration: boolean;
};

/** What is known when its last row has been read. */
export type Whole = {
  rows: number;
  totals: Total[];
  /** Of the data as a CSV file, byte for byte, whatever the format: both carry the same figures. */
  sha256: string;
};

/**
 * What stands on the cover of an export that left whole: whoever holds the file can ask for it again by
 * number.
 */
export type Cover = Begun & Whole;

/** Why an export did not leave whole: the client went away, it did not balance, or something broke. */
export type Cancelled = { rows: number; why: "client" | "unbalanced" | "failed" };

/**
 * An export as the trail knows it: whole; begun and not ended, which one that is still leaving is too; or
 * cancelled.
 */
export type Made =
  | (Cover & { state: "whole" })
  | (Begun & { state: "begun" })
  | (Begun & Cancelled & { state: "cancelled" });

// Filters whose values come from a list; the others speak for themselves.
const listed: Record<string, Namespace> = {
  list: "export.list",
  source: "funding.source",
  stage: "funding.stage",
  approvedOnly: "export.rowsOf",
  basis: "view",
  verb: "verb",
  subjectType: "audit.type",
  unit: "unit",
};

/** A filter's value in words; a name that no list has stays as it is. */
function valueInWords(name: string, value: string | number | boolean, words: Translate): string {
  const path = listed[name];
  if (typeof value === "boolean") return words(value ? "app.yes" : "app.no");
  return path === undefined ? String(value) : wordIn(words, path, value);
}

/** The cover in words, label and value; the totals apart, because they are numbers. */
export function coverLines(cover: Cover | Made, words: Translate): [string, string][] {
  const inWords = Object.entries(cover.filter)
    .filter(([name]) => name !== "node")
    .map(
      ([name, value]) =>
        `${wordIn(words, "export.filter", name)}${words("app.colon")}${valueInWords(name, value, words)}`,
    );
  const end: [string, string][] =
    "sha256" in cover
      ? [
          [words("export.cover.rows"), String(cover.rows)],
          [words("export.cover.sha256"), cover.sha256],
        ]
      : [[words("export.cover.state"), stateInWords(cover, words)]];
  return [
    [words("export.cover.content"), words(`export.kind.${cover.kind}`)],
    [words("export.cover.number"), String(cover.number)],
    [words("export.cover.scope"), `${cover.scope.name} ${cover.scope.code}`],
    [words("export.cover.filter"), inWords.length > 0 ? inWords.join("；") : words("export.cover.noFilter")],
    [words("export.cover.basis"), words(cover.basis)],
    [words("export.cover.unit"), words("export.cover.unitYuan")],
    ...(cover.completeness
      ? [
          [
            words("export.cover.completeness"),
            completenessInWords(
              cover.completeness.month,
              { ...cover.completeness, villages: cover.completeness.all },
              words,
            ),
          ] as [string, string],
        ]
      : []),
    [words("export.cover.asOf"), localTime(cover.asOf)],
    [words("export.cover.by"), `${cover.by.name} (${wordIn(words, "role", cover.by.role)})`],
    ...end,
    [words("export.cover.head"), `${cover.number} ${cover.hash}`],
    [words("export.cover.verify"), words("export.cover.verifyHow")],
  ];
}

/** The unit in which a form shows amounts; the data is in yuan whatever it is. */
export const unitIn = ({ filter }: Pick<Begun, "filter">): Unit =>
  units.find((unit) => unit === filter.unit) ?? "wan";

/** 已完成; 未完成; 已中止 and why, after how many rows. */
export function stateInWords(made: Made, words: Translate): string {
  if (made.state !== "cancelled") return words(`export.state.${made.state}`);
  return words("export.state.cancelled", { rows: made.rows, why: words(`export.why.${made.why}`) });
}

export const totalLabel = (
  cover: Pick<Cover, "kind">,
  total: Pick<Total, "key" | "kind">,
  words: Translate,
): string =>
  `${words("export.cover.total")}${words("app.colon")}${wordIn(words, `export.total.${cover.kind}`, total.key)}${total.kind === "fen" ? ` (${words("unit.yuan")})` : ""}`;

/** guatu-funding-350212000000-20161231-000123.csv, and the same in the reader's words. */
export function fileNameOf(cover: Begun, words: Translate): { ascii: string; full: string } {
  const day = String(cover.filter.asOf ?? dayOf(new Date(cover.asOf)));
  const tail = `${day.replaceAll("-", "")}-${cover.number > 0 ? String(cover.number).padStart(6, "0") : "unrecorded"}.${cover.format}`;
  const plain = (text: string) => text.replace(/[\\/:*?"<>|\s]+/g, "");
  return {
    ascii: `guatu-${cover.kind}-${cover.scope.code}-${tail}`,
    full: [words("app.name"), words(`export.kind.${cover.kind}`), cover.scope.name]
      .map(plain)
      .concat(tail)
      .join("-"),
  };
}
