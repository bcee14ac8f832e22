import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField } from "#app/_ui/form-fields.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { type Division, rootOf } from "#lib/divisions/queries/divisions.ts";
import { holdersOf } from "#lib/people/queries/duties.ts";
import {
  absoluteHoursChoices,
  type Door,
  doorOf,
  guessesChoices,
  historyChoices,
  idleMinutesChoices,
  passwordDaysChoices,
  secondFactorChoices,
} from "#lib/people/queries/sign-in-rules.ts";
import { separate, setRules } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("door") };
}

/** How people come in: the rules of keys, and who keeps what. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("door.set");
  const root = await rootOf(ctx.db);
  if (!root || !may(ctx.actor, "door.set", { divisionCode: root.code })) forbidden();
  const t = await getTranslations("door");
  const door = await doorOf(ctx.db);
  return (
    <>
      <PageHead title={t("title")} done={(await searchParams).done} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Rules door={door} />
        <Duties ctx={ctx} root={root} door={door} />
      </div>
    </>
  );
}

async function Rules({ door }: { door: Door }) {
  const t = await getTranslations();
  const choices = <Value extends number | string>(
    values: readonly Value[],
    label: (value: Value) => string,
  ) => values.map((value) => ({ value: String(value), label: label(value) }));
  return (
    <section className="sheet grid gap-4 p-5 max-phone:p-4">
      <h2>{t("door.rules")}</h2>
      <p className="note">{t(door.demonstration ? "door.rulesDemonstration" : "door.rulesNote")}</p>
      <Form action={setRules} draft="door" className="grid gap-4">
        <HiddenField name="version" value={door.version} />
        <HiddenField name="key" value={crypto.randomUUID()} />
        <SelectField
          name="passwordDays"
          label={t("door.passwordDays")}
          hint={t("door.passwordDaysHint")}
          value={String(door.passwordDays)}
          choices={choices(passwordDaysChoices, (value) => t("door.passwordDaysOf", { value }))}
        />
        <SelectField
          name="history"
          label={t("door.history")}
          value={String(door.history)}
          choices={choices(historyChoices, (value) => t("door.historyOf", { value }))}
        />
        <SelectField
          name="guesses"
          label={t("door.guesses")}
          value={String(door.guesses)}
          choices={choices(guessesChoices, (value) => t("door.guessesOf", { value }))}
        />
        <SelectField
          name="idleMinutes"
          label={t("door.idleMinutes")}
          value={String(door.idleMinutes)}
          choices={choices(idleMinutesChoices, (value) => t("door.idleMinutesOf", { value }))}
        />
        <SelectField
          name="absoluteHours"
          label={t("door.absoluteHours")}
          value={String(door.absoluteHours)}
          choices={choices(absoluteHoursChoices, (value) => t("door.absoluteHoursOf", { value }))}
        />
        <SelectField
          name="secondFactor"
          label={t("account.secondFactor")}
          value={door.secondFactor}
          choices={choices(secondFactorChoices, (value) => t(`door.secondFactorOf.${value}`))}
        />
      </Form>
      {door.by && <p className="note">{t("app.updated", { name: door.by, at: minuteOf(door.at) })}</p>}
    </section>
  );
}

/** 三员分立: who would hold what, and the switch. */
async function Duties({ ctx, root, door }: { ctx: Ctx; root: Division; door: Door }) {
  const t = await getTranslations();
  const holders = await holdersOf(ctx.db, root);
  const all = ["system", "security", "audit"] as const;
  return (
    <section className="sheet grid gap-3 p-5 max-phone:p-4">
      <h2>
        {t("door.duties")} <span className="chip">{t(door.threeDuties ? "account.on" : "account.off")}</span>
      </h2>
      <p className="note">{t("door.dutiesNote")}</p>
      <ul className="grid gap-1.5">
        {all.map((duty) => (
          <li key={duty}>
            <b>{t(`duty.${duty}`)}</b> ·{" "}
            <span className={holders[duty] === 0 ? "text-bad" : "text-ink-3"}>
              {t("door.holders", { count: holders[duty] })}
            </span>
            <span className="block text-ink-2">{t(`door.dutyDoes.${duty}`)}</span>
          </li>
        ))}
      </ul>
      {door.threeDuties ? (
        <p className="note">{t("door.dutiesOff")}</p>
      ) : (
        <Form action={separate} short submitLabel={t("door.dutiesOn")} className="grid gap-3">
          <HiddenField name="on" value="on" />
          <HiddenField name="key" value={crypto.randomUUID()} />
        </Form>
      )}
    </section>
  );
}
