import { getTranslations } from "next-intl/server";
import { HiddenField } from "#app/_components/fields.tsx";
import { Form } from "#app/_components/form.tsx";
import { type FilingCell, type FilingRow, type Matrix, readyIn } from "#lib/filing/matrix.ts";
import { approve, lock } from "./actions.ts";
import { TimelinessText } from "./standing-mark.tsx";
import { Ticked } from "./ticked.tsx";

/** What the office can do to a month in several towns at once. */
export async function Batch({ matrix, month, back }: { matrix: Matrix; month: string; back: string }) {
  const t = await getTranslations("filing");
  const ready = readyIn(matrix, month);
  return (
    <section className="sheet no-print mt-3 p-4" id="batch">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2>{t("batch", { month })}</h2>
        <span className="note">{t("batchHow")}</span>
      </div>
      {ready.approve.length + ready.lock.length === 0 && <p className="mt-2 text-ink-2">{t("batchNothing")}</p>}
      {ready.approve.length > 0 && <Towns act="approve" towns={ready.approve} month={month} back={back} />}
      {ready.lock.length > 0 && <Towns act="lock" towns={ready.lock} month={month} back={back} />}
    </section>
  );
}

type Props = { act: "approve" | "lock"; towns: { town: FilingRow["town"]; cell: FilingCell }[]; month: string; back: string };

/** What is to be locked was judged town by town before: it comes ticked. What is to be approved is ticked by who has looked at it. */
async function Towns({ act, towns, month, back }: Props) {
  const t = await getTranslations("filing");
  const ticked = act === "lock";
  return (
    <Form
      action={act === "approve" ? approve : lock}
      submitLabel={t(act === "approve" ? "approveTicked" : "lockTicked")}
      short
      freely
      className="mt-3"
      key={`${act} ${month} ${towns.map(({ cell }) => cell.version)}`}
    >
      <HiddenField name="month" value={month} />
      <HiddenField name="back" value={back} />
      <fieldset>
        <legend className="mb-1 font-semibold">{t(act === "approve" ? "toApprove" : "toLock", { count: towns.length })}</legend>
        <div className="ticks">
          {towns.map(({ town, cell }) => (
            <label key={town.id}>
              <input type="checkbox" name="town" value={`${town.id}:${cell.version}`} defaultChecked={ticked} className="size-4 shrink-0" />
              <span>
                {town.shortName}
                <small className="ml-2 text-ink-3">
                  {t("villagesPart", cell.villages)} · {t("projectsPart", cell.projects)} · <TimelinessText timeliness={cell.timeliness} short />
                </small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <p className="mt-1 mb-2">
        <Ticked words={t.raw("ticked")} first={ticked ? towns.length : 0} />
      </p>
    </Form>
  );
}
