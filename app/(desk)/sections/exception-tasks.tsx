import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Day } from "#lib/core/dates.ts";
import type { Exception } from "#lib/funding/queries/exceptions.ts";
import { mayExplain } from "#lib/funding/rules/assignee.ts";
import { KindMark, OwnerName, sentenceOf } from "../funding/exceptions/sections/exception-words.tsx";
import { exceptionPath } from "../funding/sections/selection.ts";
import { Task } from "./task.tsx";

const most = 6;

/** Money of the town that does not tie out: what is its own to explain first, the oldest first. */
export async function ExceptionTasks({ rows, today }: { rows: Exception[]; today: Day }) {
  const t = await getTranslations();
  if (rows.length === 0) return null;
  const own = (row: Exception) => mayExplain({ role: "town" }, row.owner);
  return (
    <section className="sheet overflow-hidden">
      <div className="sheet-head pb-2.5">
        <h2>
          {t("exceptions.desk")} · {t("exceptions.deskNote", { count: rows.length })}
        </h2>
        <Link className="link text-[13px]" href="/funding/exceptions">
          {t("exceptions.all")}
        </Link>
      </div>
      <ul>
        {rows
          .toSorted((a, b) => Number(own(b)) - Number(own(a)))
          .slice(0, most)
          .map((row) => (
            <Task
              key={`${row.kind} ${row.key}`}
              name={row.project.name}
              done={false}
              action={{
                href: exceptionPath(row.kind, row.key),
                label: t(own(row) ? "exceptions.follow" : "exceptions.look"),
                name: `${t(`exceptions.kind.${row.kind}`)} ${row.project.name}`,
              }}
            >
              <KindMark exception={row} />
              <span className="basis-full">{sentenceOf(t, row)}</span>
              <span>
                <OwnerName exception={row} today={today} />
              </span>
            </Task>
          ))}
      </ul>
    </section>
  );
}
