import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { answer } from "#app/(desk)/filing/actions.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";
import type { Remark } from "#lib/filing/queries/missing.ts";

type Props = { ctx: Ctx; filed: FiledMonth; chosen: number | undefined };

/** What the office remarked when it returned the month: answered row by row, each with the way to its row. */
export async function Remarks({ ctx, filed, chosen }: Props) {
  const { town, month, standing, remarks } = filed;
  if (remarks.length === 0) return null;
  const t = await getTranslations("filing");
  const path = `/filing/${town.code}/${month}`;
  const answers =
    (standing === "returned" || standing === "open") &&
    may(ctx.actor, "filing.answer", { divisionCode: town.code });
  const open = answers
    ? (remarks.find((remark) => remark.id === chosen) ?? remarks.find((remark) => !remark.answer))
    : undefined;
  return (
    <section className="sheet border-bad! p-4 lg:col-span-2" id="remarks">
      <h2>
        {t("remarks", { count: remarks.length, open: remarks.filter((remark) => !remark.answer).length })}
      </h2>
      <ol className="mt-2 grid gap-3">
        {remarks.map((remark) => (
          <li key={remark.id} className="filing-remark" data-answered={remark.answer ? "" : undefined}>
            <p>
              <Row remark={remark} filed={filed} wholeMonth={t("wholeMonth")} /> {remark.remark}
            </p>
            {remark.answer && (
              <p className="text-ok">
                ✓ {remark.answer.answer}
                <small className="ml-2 text-ink-3">
                  {remark.answer.personName} · {minuteOf(remark.answer.recordedAt)}
                </small>
              </p>
            )}
            {remark === open ? (
              <Form
                action={answer}
                submitLabel={t("sendAnswer")}
                short
                freely
                draft={`answer-${remark.id}`}
                className="no-print mt-1 max-w-2xl"
                key={remark.id}
              >
                <HiddenField name="key" value={randomUUID()} />
                <HiddenField name="remarkId" value={remark.id} />
                <HiddenField name="back" value={path} />
                <TextArea name="answer" label={t("answer")} required rows={2} className="mb-1" />
              </Form>
            ) : (
              answers && (
                <Link
                  className="link no-print text-[13px]"
                  href={`${path}?answer=${remark.id}`}
                  scroll={false}
                >
                  {t(remark.answer ? "answerAgain" : "answerThis")}
                </Link>
              )
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The row as it read when it was returned, leading to where it can be put right. */
function Row({ remark, filed, wholeMonth }: { remark: Remark; filed: FiledMonth; wholeMonth: string }) {
  const { town, month } = filed;
  const to = {
    month: undefined,
    village: `/income?month=${month}&town=${town.id}#v${remark.subjectId}`,
    income: `/income/postings/${remark.subjectId}`,
    project: `/projects/${remark.subjectId}`,
    funding: `/funding/postings/${remark.subjectId}`,
  }[remark.subject];
  if (!to) return <b>{wholeMonth}</b>;
  return (
    <Link className="link font-semibold" href={to}>
      {remark.label}
    </Link>
  );
}
