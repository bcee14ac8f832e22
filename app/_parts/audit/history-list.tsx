import type { ReactNode } from "react";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { Reason } from "#app/_ui/reason.tsx";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";

type Props = {
  events: TrailEvent[];
  /** What a field is called; `undefined` leaves the field out. */
  fieldName: (field: string) => string | undefined;
  /** How a value is shown where it is more than text, amount or yes and no. */
  show?: (field: string, value: unknown) => ReactNode;
};

/** 修改记录: who changed what and when, field by field, old → new, newest first. */
export async function History({ events, fieldName, show }: Props) {
  const t = await getTranslations();
  const inWords = (field: string, value: unknown): ReactNode => {
    const own = show?.(field, value);
    if (own !== undefined) return own;
    if (value === null || value === "") return t("app.none");
    if (typeof value === "boolean") return t(value ? "app.yes" : "app.no");
    if (typeof value === "number" && field.endsWith("Fen")) return `¥${formatFen(value)}`;
    return Array.isArray(value) ? value.join(t("board.comma")) : String(value);
  };
  return (
    <ol className="divide-y divide-line">
      {events.map((event) => {
        const changes = event.changes.flatMap(({ field, ...change }) => {
          const name = fieldName(field);
          return name === undefined ? [] : [{ field, name, ...change }];
        });
        return (
          <li key={event.seq} className="keep px-4 py-2.5 text-[13px]">
            <p className="flex flex-wrap gap-x-3 text-ink-2">
              <b className="font-semibold text-ink">{knownWord(t, `verb.${event.verb}`) ?? event.verb}</b>
              <span>{event.actorName}</span>
              <time dateTime={event.at}>{minuteOf(event.at)}</time>
            </p>
            <Reason reason={event.reason} />
            {changes.length > 0 && (
              <ul className="mt-1 grid gap-0.5">
                {changes.map((change) => (
                  <li key={change.field} className="flex flex-wrap gap-x-2">
                    <span className="text-ink-3">{change.name}</span>
                    <del className="max-w-full text-ink-3 no-underline">
                      {inWords(change.field, change.before)}
                    </del>
                    <span aria-hidden="true">→</span>
                    <ins className="max-w-full font-medium no-underline">
                      {inWords(change.field, change.after)}
                    </ins>
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ol>
  );
}
