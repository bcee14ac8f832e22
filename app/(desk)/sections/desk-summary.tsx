import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Day } from "#lib/core/dates.ts";
import type { Missing } from "#lib/filing/queries/missing.ts";
import type { Desk } from "#lib/filing/queries/tasks.ts";

type Props = {
  desk: Desk;
  today: Day;
  missing: Missing /** Where the month stands with the office. */;
  children: ReactNode;
};

/** What is due, what is done, what is late: the head of a town's month. */
export async function DeskSummary({ desk, today, missing, children }: Props) {
  const t = await getTranslations("desk");
  const byTable = (await getTranslations("intake"))("desk");
  const words = await getTranslations("filing");
  // By the words of what is still missing before filing (还缺什么): all is done once none of it is.
  const waits = [
    ...(missing.shares.length > 0 ? [words("missingShares", { count: missing.shares.length })] : []),
    ...(missing.remarks > 0 ? [words("missingAnswers", { count: missing.remarks })] : []),
  ];
  const open = desk.tasks - desk.done;
  const left = desk.daysLeft ?? 0;
  return (
    <section className="sheet p-4 lg:col-span-2">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="text-[19px]">{t("reportOf", { month: desk.month })}</h2>
        <p className="text-ink-2">
          {desk.dueOn && `${t("dueOn", { on: desk.dueOn })} · `}
          {t("doneOf", { done: desk.done, tasks: desk.tasks })}
        </p>
        <p className="ml-auto text-ink-2 max-phone:ml-0">
          {desk.closed ? (
            <b className="text-ink">{t(`closed.${desk.closed}`)}</b>
          ) : desk.dueOn && left >= 0 ? (
            t("daysLeft", { days: left, today })
          ) : (
            <b className="text-bad">{t("overdue", { days: -left })}</b>
          )}
        </p>
      </div>
      <div
        className="mt-3 h-2 overflow-hidden rounded bg-mute-bg"
        role="progressbar"
        aria-label={t("doneOf", { done: desk.done, tasks: desk.tasks })}
        aria-valuemin={0}
        aria-valuemax={desk.tasks}
        aria-valuenow={desk.done}
      >
        <i
          className="block h-full rounded bg-brand"
          style={{ width: `${desk.tasks === 0 ? 100 : (desk.done / desk.tasks) * 100}%` }}
        />
      </div>
      <p className="mt-2 flex flex-wrap gap-x-5 text-[13px]">
        {open > 0 && <span>{t("openTasks", { count: open })}</span>}
        {waits.map((each) => (
          <Link key={each} className="link" href={`/filing/${desk.town.code}/${desk.month}`}>
            {each}
          </Link>
        ))}
        {open + waits.length === 0 && <span className="text-ok">✓ {t("allDone")}</span>}
        {desk.late > 0 && <b className="text-bad">■ {t("lateTasks", { count: desk.late })}</b>}
        {!desk.closed && (
          <Link className="link ml-auto" href={`/intake?month=${desk.month}`}>
            {byTable}
          </Link>
        )}
      </p>
      {children}
    </section>
  );
}
