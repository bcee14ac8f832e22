import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import type { holdersOf } from "#lib/people/queries/duties.ts";
import type { Door } from "#lib/people/queries/sign-in-rules.ts";
import { separate } from "../actions.ts";

type Props = { holders: Awaited<ReturnType<typeof holdersOf>>; door: Door };

/** 三员分立: who would hold what, and the switch. */
export async function Duties({ holders, door }: Props) {
  const t = await getTranslations();
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
