import { getTranslations, wordsFor } from "#app/_server/i18n/translations.ts";
import { TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { delayReasons, phases } from "#db/schema/projects.ts";
import type { ReportForm } from "#lib/projects/queries/report-form.ts";
import { evidenceFor, passedBetween, rankOf } from "#lib/projects/rules/phases.ts";
import { DelayFields } from "./delay-fields.tsx";
import type { LitInWords } from "./lit-in-words.ts";
import { LitPreview } from "./lit-preview.tsx";
import { PhaseFields } from "./phase-fields.tsx";
import { delayWords, litWords, phaseWords } from "./words.ts";

/**
 * What a month's report asks, with pace, last month and the resulting light in view. `query` holds what was
 * typed without JavaScript.
 */
export async function ReportFields({
  form,
  query,
  lit,
}: {
  form: ReportForm;
  query: Query;
  lit: LitInWords | null;
}) {
  const t = await getTranslations("project");
  const { project, earlier, previous, month, passings } = form;
  const typed = (name: string, stands: string | number | null | undefined) =>
    one(query[name]) ?? String(stands ?? "");
  const evidence = passedBetween(form.phaseBefore, "handedOver").map((phase) => {
    const known = earlier && rankOf(phase) <= rankOf(earlier.phase) ? passings.get(phase) : undefined;
    return {
      phase,
      name: t(`phases.${phase}`),
      label: t(`evidence.${evidenceFor[phase as Exclude<typeof phase, "identified">]}`),
      text: typed(`evidence.${phase}.text`, known?.evidence),
      on: typed(`evidence.${phase}.on`, known?.actualOn),
    };
  });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 lg:grid-cols-[minmax(0,1fr)_340px] lg:grid-rows-[auto_1fr]">
      <aside className="sheet p-4 lg:col-start-2" aria-label={t("paceTitle")}>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-2">
          <Figure label={t("paceAt", { on: form.paceOn.slice(5) })} value={`${form.paceBp / 100}%`} strong />
          <Figure
            label={previous ? t("lastReport", { month: previous.month }) : t("noLastReport")}
            value={previous ? `${previous.progressBp / 100}%` : "—"}
          />
          <Figure label={t("phaseNow")} value={t(`phases.${earlier?.phase ?? form.phaseBefore}`)} />
          <Figure label={t("due")} value={form.standing.dueOn ?? "—"} />
        </dl>
      </aside>
      <section className="sheet grid gap-4 p-4 lg:col-start-1 lg:row-span-2 lg:row-start-1">
        {earlier && (
          <p className="rounded-md bg-brand-bg px-3 py-2 text-[13px] text-brand-ink">
            {t("alreadyReported", { month, name: earlier.personName })}
          </p>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="progress"
            label={t("progressToDate")}
            inputMode="decimal"
            suffix="%"
            value={typed("progress", earlier && earlier.progressBp / 100)}
            hint={t("progressHint")}
            required
          />
          <PhaseFields
            label={t("phase")}
            value={typed("phase", earlier?.phase ?? form.phaseBefore)}
            phases={phases.map((phase) => ({ value: phase, label: t(`phases.${phase}`) }))}
            evidence={evidence}
            words={await wordsFor(phaseWords)}
          />
        </div>
        <DelayFields
          words={await wordsFor(delayWords)}
          reasons={delayReasons.map((reason) => ({ value: reason, label: t(`delayReasons.${reason}`) }))}
          reason={typed("delayReason", earlier?.delayReason ?? (earlier ? "" : previous?.delayReason))}
          text={typed("delayText", earlier?.delayText)}
        />
        <TextArea
          name="note"
          label={t("note")}
          hint={t("noteHint")}
          value={typed("note", earlier?.note)}
          rows={3}
        />
        <TextField
          name="forecastOn"
          label={t("forecast")}
          type="date"
          value={typed("forecastOn", earlier?.forecastOn ?? previous?.forecastOn)}
          className="sm:max-w-60"
        />
      </section>
      <LitPreview
        path={`/projects/${project.id}/report/preview`}
        month={month}
        initial={lit}
        page={`/projects/${project.id}/report`}
        words={await wordsFor(litWords)}
      />
    </div>
  );
}

function Figure({ label, value, strong = false }: { label: string; value: string; strong?: boolean }) {
  return (
    <div>
      <dt className="text-xs text-ink-2">{label}</dt>
      <dd className={strong ? "text-xl font-semibold" : "text-[15px]"}>{value}</dd>
    </div>
  );
}
