import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TextField } from "#app/_ui/form-fields.tsx";
import { phases } from "#db/schema/projects.ts";
import type { PlanRow } from "#lib/projects/rules/pace.ts";

// What a new plan starts from, in per cent: how much of the whole is usually done when a phase is reached.
const usual = {
  identified: 0,
  approved: 10,
  preparation: 20,
  building: 30,
  accepted: 90,
  operating: 100,
  handedOver: 100,
} as const;

/**
 * When each phase is to be reached and how much is to be done by then; a phase without a day is not planned.
 */
export async function PlanFields({ plan }: { plan?: readonly PlanRow[] }) {
  const t = await getTranslations("project");
  return (
    <div className="grid gap-x-10 gap-y-2 xl:grid-cols-2">
      {phases.map((phase) => {
        const row = plan?.find((each) => each.phase === phase);
        return (
          <fieldset
            key={phase}
            className="grid grid-cols-[minmax(0,1fr)_110px] gap-x-3 gap-y-1 sm:grid-cols-[110px_minmax(0,200px)_130px]"
          >
            <legend className="float-left self-center font-medium max-sm:col-span-2 sm:pt-5">
              {t(`phases.${phase}`)}
            </legend>
            <TextField
              name={`plan.${phase}.on`}
              label={t("plannedOn")}
              type="date"
              value={row?.plannedOn ?? ""}
            />
            <TextField
              name={`plan.${phase}.done`}
              label={t("plannedDone")}
              inputMode="decimal"
              suffix="%"
              value={String(row ? row.plannedBp / 100 : usual[phase])}
            />
          </fieldset>
        );
      })}
    </div>
  );
}
