import { Name } from "#app/_parts/division/name.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations, wordsFor } from "#app/_server/i18n/translations.ts";
import { Act } from "#app/_ui/act.tsx";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { type FilingCell, type FilingRow, type Matrix, readyIn } from "#lib/filing/queries/filing-matrix.ts";
import { readinessOf, unflagged, type Waiting } from "#lib/filing/queries/readiness.ts";
import { approve, lock } from "../actions.ts";
import { LackingFields, Lacks } from "./lacking.tsx";
import { TimelinessText } from "./month-state-mark.tsx";
import { Ticked } from "./ticked.tsx";
import { approveWords, lockWords } from "./words.ts";

/** What the office can do to a month in several towns at once. */
export async function Batch({
  ctx,
  matrix,
  month,
  back,
}: {
  ctx: Ctx;
  matrix: Matrix;
  month: Month;
  back: string;
}) {
  const t = await getTranslations("filing");
  const ready = readyIn(matrix, month);
  const waiting = await readinessOf(ctx, month, ready.approve);
  return (
    <section className="sheet no-print mt-3 p-4" id="batch">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2>{t("batch", { month })}</h2>
        <span className="note">{t("batchHow")}</span>
      </div>
      {waiting.length + ready.lock.length === 0 && <p className="mt-2 text-ink-2">{t("batchNothing")}</p>}
      {waiting.length > 0 && <ToApprove waiting={waiting} month={month} back={back} />}
      {ready.lock.length > 0 && <ToLock towns={ready.lock} month={month} back={back} />}
    </section>
  );
}

const tickOf = ({ town, cell }: { town: FilingRow["town"]; cell: FilingCell }) =>
  `${town.id}:${cell.version}`;
const keyOf = (month: Month, towns: readonly { cell: FilingCell }[]) =>
  `${month} ${towns.map(({ cell }) => cell.version)}`;

/**
 * What is to be approved is ticked by who has looked at it, town by town; all that lacks nothing and has no
 * flag goes in one press.
 */
async function ToApprove({ waiting, month, back }: { waiting: Waiting[]; month: Month; back: string }) {
  const t = await getTranslations("filing");
  return (
    <>
      <Unflagged waiting={waiting} month={month} back={back} />
      <Form
        action={approve}
        submitLabel={t("approveTicked")}
        short
        freely
        className="mt-3"
        key={`approve ${keyOf(month, waiting)}`}
      >
        <HiddenField name="month" value={month} />
        <HiddenField name="back" value={back} />
        <fieldset>
          <legend className="mb-1 font-semibold">{t("toApprove", { count: waiting.length })}</legend>
          <Ticked words={await wordsFor(approveWords)} none={t("ticked", { count: 0 })} />
          <div className="ticks">
            {waiting.map((each) => (
              <WaitingTown key={each.town.id} waiting={each} month={month} />
            ))}
          </div>
        </fieldset>
        {waiting.some(({ complete }) => !complete) && <LackingFields />}
      </Form>
    </>
  );
}

async function WaitingTown({ waiting, month }: { waiting: Waiting; month: Month }) {
  const t = await getTranslations("filing");
  const { town, cell, missing, complete, flags } = waiting;
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <label className="grow">
        <input
          type="checkbox"
          name="town"
          value={tickOf(waiting)}
          data-name={(await naming())(town.shortName)}
          data-lacking={complete ? undefined : ""}
        />
        <span>
          <Name of={town.shortName} />
          <small className="ml-2 text-ink-3">
            <TimelinessText timeliness={cell.timeliness} short />
          </small>
          <small className="block">
            {complete ? (
              <span className="text-ok">✓ {t("allThere")}</span>
            ) : (
              <span className="text-warn">
                ▲ <Lacks missing={missing} />
              </span>
            )}
            <span className={`ml-2 ${flags > 0 ? "text-warn" : "text-ink-3"}`}>
              {flags > 0 ? `▲ ${t("flagCount", { count: flags })}` : t("noFlags")}
            </span>
          </small>
        </span>
      </label>
      <Link
        className="link text-[13px]"
        href={`/filing/${town.code}/${month}#compare`}
        aria-label={`${t("readMonth")} ${town.shortName} ${month}`}
      >
        {t("readMonth")} ›
      </Link>
    </div>
  );
}

/** "Approve all without flags (3)": which it takes, and which it leaves for a closer look. */
async function Unflagged({ waiting, month, back }: { waiting: Waiting[]; month: Month; back: string }) {
  const t = await getTranslations("filing");
  const takes = unflagged(waiting);
  const leaves = waiting.filter((each) => !takes.includes(each));
  const named = await naming();
  const namesOf = (of: Waiting[]) => of.map(({ town }) => named(town.shortName)).join(t("comma"));
  const [count, towns] = [takes.length, namesOf(takes)];
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line pb-3">
      {count > 0 && (
        <Act
          action={approve}
          fields={{ month, town: takes.map(tickOf), back }}
          label={t("approveUnflagged", { count })}
          confirm={t("confirmUnflagged", { month, count, towns })}
          offline={(await getTranslations("form"))("offline")}
          className="button-primary"
        />
      )}
      <p className="text-[13px] text-ink-2">
        {count > 0 ? t("takes", { count, towns }) : t("takesNone")}
        {leaves.length > 0 && (
          <span className="block">{t("leaves", { count: leaves.length, towns: namesOf(leaves) })}</span>
        )}
      </p>
    </div>
  );
}

/** What is to be locked was judged town by town before: it comes ticked. */
async function ToLock({
  towns,
  month,
  back,
}: {
  towns: { town: FilingRow["town"]; cell: FilingCell }[];
  month: Month;
  back: string;
}) {
  const t = await getTranslations("filing");
  const named = await naming();
  return (
    <Form
      action={lock}
      submitLabel={t("lockTicked")}
      short
      freely
      className="mt-3"
      key={`lock ${keyOf(month, towns)}`}
    >
      <HiddenField name="month" value={month} />
      <HiddenField name="back" value={back} />
      <fieldset>
        <legend className="mb-1 font-semibold">{t("toLock", { count: towns.length })}</legend>
        <Ticked words={await wordsFor(lockWords)} none={t("ticked", { count: 0 })} />
        <div className="ticks">
          {towns.map((each) => (
            <label key={each.town.id}>
              <input
                type="checkbox"
                name="town"
                value={tickOf(each)}
                defaultChecked
                data-name={named(each.town.shortName)}
              />
              <span>
                <Name of={each.town.shortName} />
                <small className="ml-2 text-ink-3">
                  {t("villagesPart", each.cell.villages)} · {t("projectsPart", each.cell.projects)} ·{" "}
                  <TimelinessText timeliness={each.cell.timeliness} short />
                </small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </Form>
  );
}
