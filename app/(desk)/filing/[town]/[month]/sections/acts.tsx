import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Act } from "#app/_ui/act.tsx";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea, TextField, TickField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { approve, lock, submit, unlock, withdraw } from "#app/(desk)/filing/actions.ts";
import { LackingFields, Lacks } from "#app/(desk)/filing/sections/lacking.tsx";
import { may } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { addDays } from "#lib/core/dates.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";
import { isPossible, longestUnlockDays } from "#lib/periods/rules/month-state.ts";

/** What whoever looks at the month can do to it, as it stands. */
export async function Acts({ ctx, filed }: { ctx: Ctx; filed: FiledMonth }) {
  const t = await getTranslations("filing");
  const offline = (await getTranslations("form"))("offline");
  const { town, month, version, standing } = filed;
  const can = (act: "submit" | "withdraw" | "return" | "approve" | "lock" | "unlock") =>
    isPossible(act, standing) && may(ctx.actor, `filing.${act}`, { divisionCode: town.code });
  const path = `/filing/${town.code}/${month}`;
  const name = `${town.shortName} ${month}`;
  const flags = filed.villages.reduce((sum, { beside }) => sum + beside.flags.length, 0);
  const one = { month, town: `${town.id}:${version}`, back: path };
  return (
    <div className="no-print grid gap-3">
      {can("submit") &&
        (filed.submittable ? (
          <SubmitForm ctx={ctx} filed={filed} />
        ) : (
          <p>{t("notYet", { on: filed.opensOn })}</p>
        ))}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {can("approve") && filed.complete && (
          <Act
            action={approve}
            fields={one}
            label={t("act.approve")}
            confirm={[
              t("confirmApprove", { name }),
              ...(flags > 0 ? [t("flagged", { count: flags })] : []),
            ].join("\n")}
            offline={offline}
            className="button-primary"
          />
        )}
        {can("return") && (
          <Link className="button" href={`${path}/return`}>
            {t("returnLink")}
          </Link>
        )}
        {can("lock") && (
          <Act
            action={lock}
            fields={one}
            label={t("act.lock")}
            confirm={t("confirmLock", { name })}
            offline={offline}
          />
        )}
        {can("withdraw") && (
          <Act
            action={withdraw}
            fields={{ townId: town.id, month, version }}
            label={t("act.withdraw")}
            confirm={t("confirmWithdraw", { name })}
            offline={offline}
          />
        )}
      </div>
      {can("approve") && !filed.complete && <ApproveLacking filed={filed} back={path} />}
      {can("unlock") && <UnlockForm ctx={ctx} filed={filed} />}
    </div>
  );
}

/** What is not complete is approved by who says so and why. */
async function ApproveLacking({ filed, back }: { filed: FiledMonth; back: string }) {
  const t = await getTranslations("filing");
  return (
    <Form action={approve} submitLabel={t("approveLacking")} short freely>
      <HiddenField name="month" value={filed.month} />
      <HiddenField name="town" value={`${filed.town.id}:${filed.version}`} />
      <HiddenField name="back" value={back} />
      <p className="mb-2 text-warn">
        ▲ <Lacks missing={filed.missing} />
      </p>
      <LackingFields />
    </Form>
  );
}

async function SubmitForm({ ctx, filed }: { ctx: Ctx; filed: FiledMonth }) {
  const t = await getTranslations("filing");
  const byProxy = ctx.actor.role !== "town";
  return (
    <Form action={submit} submitLabel={t(byProxy ? "submitByProxy" : "submit")} short freely>
      <HiddenField name="key" value={randomUUID()} />
      <HiddenField name="townId" value={filed.town.id} />
      <HiddenField name="month" value={filed.month} />
      <HiddenField name="version" value={filed.version} />
      {filed.complete ? (
        <p className="mb-2 text-ok">✓ {t("allThere")}</p>
      ) : (
        <TickField name="confirmed" label={t("confirmIncomplete")} hint={t("confirmHint")} className="mb-2" />
      )}
      {byProxy && <p className="note mb-2">{t("proxyHint", { town: filed.town.shortName })}</p>}
    </Form>
  );
}

async function UnlockForm({ ctx, filed }: { ctx: Ctx; filed: FiledMonth }) {
  const t = await getTranslations("filing");
  return (
    <details>
      <summary className="link text-brand-ink">{t("unlockOpen")}</summary>
      <Form
        action={unlock}
        submitLabel={t("unlockIt", { month: filed.month })}
        short
        freely
        danger
        className="mt-2 grid max-w-xl gap-3"
      >
        <HiddenField name="townId" value={filed.town.id} />
        <HiddenField name="month" value={filed.month} />
        <HiddenField name="version" value={filed.version} />
        <TextArea name="reason" label={t("unlockReason")} required rows={2} />
        <TextField
          name="until"
          label={t("unlockUntil")}
          type="date"
          required
          value={addDays(today(ctx), 7)}
          hint={t("unlockHint", { on: addDays(today(ctx), longestUnlockDays) })}
        />
      </Form>
    </details>
  );
}
