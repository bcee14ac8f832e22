import { localeOf } from "#app/_server/i18n/locale.ts";
import { translateIn } from "#app/_server/i18n/locale-messages.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { sentenceTranslator } from "#app/_server/i18n/translator.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { formatFen } from "#lib/core/money.ts";
import type { Field } from "#lib/imports/forms/sheet-form.ts";
import {
  type Class,
  changedBy,
  type DiffCell,
  type DiffRow,
  isTakeable,
  type Value,
} from "#lib/imports/rules/diff.ts";
import { shownIn } from "#lib/imports/rules/template.ts";
import "./rows-table.css";

export const signs: Record<Class, string> = {
  foreign: "✕",
  error: "!",
  conflict: "⇄",
  changed: "→",
  new: "+",
  same: "=",
};

type Props = { rows: DiffRow[]; fields: Field[]; choosable: boolean; taken: ReadonlySet<number> | null };

/** The rows of a file, each cell as what it is; those that can be taken over with a box. */
export async function RowsTable({ rows, fields, choosable, taken }: Props) {
  const t = await getTranslations("intake");
  const say = await sentenceTranslator();
  const words = translateIn(await localeOf());
  const used = new Set(
    rows.flatMap((row) => row.cells.filter((cell) => cell.at !== "").map((cell) => cell.field)),
  );
  const columns = fields.filter((field) => used.has(field.key) && !field.identifies);
  const shown = (field: Field, value: Value) => {
    if (value === null) return t("nothing");
    if (field.kind === "amount") return formatFen(Number(value));
    return field.kind === "percent" ? `${Number(value) / 100}%` : String(shownIn(field, value, words));
  };
  return (
    <TableScroll label={t("preview")} className="intake-scroll">
      <table className="grid-table sticky-head intake-rows">
        <thead>
          <tr>
            {choosable && (
              <th scope="col">
                <span className="sr-only">{t("choose")}</span>
              </th>
            )}
            <th scope="col" className="num">
              {t("column.line")}
            </th>
            <th scope="col">{t("about")}</th>
            <th scope="col">{t("classIs")}</th>
            {columns.map((field) => (
              <th
                key={field.key}
                scope="col"
                className={field.kind === "amount" || field.kind === "percent" ? "num" : undefined}
              >
                {field.heading(words)}
                {field.kind === "amount" && <small className="block text-ink-3">{words("unit.yuan")}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line} data-class={row.class}>
              {choosable && (
                <td>
                  {isTakeable(row) && (
                    <label className="flex min-h-6 items-center gap-1.5">
                      <input
                        type="checkbox"
                        name="rows"
                        value={row.line}
                        defaultChecked={row.class !== "conflict"}
                        data-conflict={row.class === "conflict" ? "yes" : undefined}
                        className="size-4"
                        aria-label={t(row.class === "conflict" ? "takeMineOf" : "takeOf", {
                          line: row.line,
                          name: row.label,
                        })}
                      />
                      {row.class === "conflict" && (
                        <span className="text-[12px] whitespace-nowrap text-warn">{t("takeMine")}</span>
                      )}
                    </label>
                  )}
                </td>
              )}
              <td className="num text-ink-3">{row.line}</td>
              <th scope="row" className="min-w-28">
                {row.label}
                {row.problem && <span className="intake-problem">{say(row.problem)}</span>}
              </th>
              <td className="whitespace-nowrap">
                <span className={`intake-class intake-${row.class}`}>
                  <span aria-hidden="true">{signs[row.class]}</span> {t(`class.${row.class}`)}
                </span>
                {taken && isTakeable(row) && (
                  <span className="block text-[12px] text-ink-2">
                    {t(taken.has(row.line) ? "result.taken" : "result.left")}
                  </span>
                )}
              </td>
              {columns.map((field) => {
                const cell = row.cells.find((each) => each.field === field.key);
                const num = field.kind === "amount" || field.kind === "percent" ? "num" : "";
                return (
                  <td key={field.key} className={`${num} ${cell ? `intake-cell intake-${cell.class}` : ""}`}>
                    {cell && <CellOf cell={cell} shown={(value) => shown(field, value)} say={say} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

type CellProps = {
  cell: DiffCell;
  shown: (value: Value) => string;
  say: Awaited<ReturnType<typeof sentenceTranslator>>;
};

function CellOf({ cell, shown: shownAs, say }: CellProps) {
  const shown = (value: Value) =>
    cell.words !== undefined && value === cell.given ? cell.words : shownAs(value);
  if (cell.class === "same" || cell.class === "foreign")
    return <span className="text-ink-3">{cell.given === null ? cell.shown : shown(cell.given)}</span>;
  if (cell.class === "error") {
    return (
      <>
        <b className="font-semibold">{cell.given === null ? cell.shown : shown(cell.given)}</b>
        {cell.problem && <span className="intake-problem">{say(cell.problem)}</span>}
      </>
    );
  }
  if (cell.class === "new") return <b className="font-semibold">{shown(cell.given)}</b>;
  return (
    <>
      <del className="text-ink-2 no-underline">{shown(cell.now)}</del> <span aria-hidden="true">→</span>{" "}
      <ins className="font-semibold no-underline">{shown(cell.given)}</ins>
      {cell.class === "conflict" && <span className="intake-problem">{say(changedBy(cell))}</span>}
    </>
  );
}
