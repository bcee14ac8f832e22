import { Name } from "#app/_parts/division/name.tsx";
import { incomeFigure } from "#app/_parts/income/ledger-query.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Desk, IncomeTask } from "#lib/filing/queries/tasks.ts";
import { LateMonths, Task, TaskList } from "./task.tsx";

/** The villages that owe their income of the month: what is open first, those missing longest on top. */
export async function IncomeTasks({ desk }: { desk: Desk }) {
  const t = await getTranslations();
  const urgency = (task: IncomeTask) => (task.posted ? 100 : 0) - task.lateMonths.length;
  const tasks = desk.villages.toSorted((a, b) => urgency(a) - urgency(b));
  const done = tasks.filter((task) => task.posted).length;
  return (
    <section className="sheet overflow-hidden">
      <div className="sheet-head pb-2.5">
        <h2>{t("desk.income", { done, count: tasks.length })}</h2>
        <span className="note">
          {t("app.unit")}
          {t("app.colon")}
          {t(`unit.${await unitOf()}`)}
        </span>
        <Link className="link text-[13px]" href={`/income?month=${desk.month}&town=${desk.town.id}`}>
          {t("desk.wholeGrid")}
        </Link>
      </div>
      <TaskList
        open={tasks.flatMap((task) =>
          task.posted ? [] : [<IncomeRow key={task.villageId} task={task} desk={desk} />],
        )}
        done={tasks.flatMap((task) =>
          task.posted ? [<IncomeRow key={task.villageId} task={task} desk={desk} />] : [],
        )}
      />
    </section>
  );
}

async function IncomeRow({ task, desk }: { task: IncomeTask; desk: Desk }) {
  const t = await getTranslations("desk");
  const { lateMonths, posted } = task;
  const { month } = desk;
  const gapFen = task.targetFen - task.operatingFen;
  return (
    <Task
      done={posted}
      name={
        <Link href={`/villages/${task.villageId}`} className="hover:text-brand-ink hover:underline">
          <Name of={task.name} />
        </Link>
      }
      late={
        <LateMonths
          months={lateMonths}
          to={(when) => `/income?month=${when}&town=${desk.town.id}#v${task.villageId}`}
          name={task.name}
        />
      }
      action={
        desk.closed
          ? undefined
          : {
              href: `/income?month=${month}&town=${desk.town.id}#v${task.villageId}`,
              label: t(posted ? "correct" : "report"),
              name: `${task.name} ${month}`,
            }
      }
    >
      {task.hasData ? (
        <>
          <span>
            {t("soFar")}{" "}
            <Link
              href={incomeFigure(task.code, Number(desk.month.slice(0, 4)))}
              className="hover:text-brand-ink hover:underline"
            >
              <Money fen={task.operatingFen} lineFen={task.targetFen} />
            </Link>
          </span>
          {gapFen > 0 ? (
            <span>
              {t("gap")} <Money fen={gapFen} lineFen={0} />
            </span>
          ) : (
            <span className="text-ok">✓ {t("met")}</span>
          )}
        </>
      ) : (
        <span className="text-ink-3">{t("noIncome")}</span>
      )}
    </Task>
  );
}
