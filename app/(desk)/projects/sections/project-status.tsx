import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { LightStrip } from "#app/_parts/project/light-strip.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import { LightOf } from "./light-of.tsx";
import { PaceBar } from "./pace-bar.tsx";
import { RemedyText, WhyText } from "./why-text.tsx";

/**
 * Where the project stands: its light with the sentence, the sub-lights apart, what turns each green, and the
 * months so far.
 */
export async function ProjectStatusPanel({ card }: { card: ProjectCard }) {
  const t = await getTranslations("project");
  const { assessment, remedies, latest, endedOn, endedReason } = card.standing;
  if (!assessment) {
    return (
      <div>
        <p className="text-xl">
          <LightOf light={null} />
        </p>
        <p className="mt-1 text-ink-2">{t("endedBecause", { on: endedOn ?? "", reason: endedReason })}</p>
        <Strip card={card} />
      </div>
    );
  }
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-xl">
          <LightOf light={assessment.light} override={assessment.override} />
        </span>
        <span className="text-[15px]">
          <WhyText why={assessment.why} />
        </span>
      </p>
      {assessment.override && (
        <p className="mt-1 flex flex-wrap gap-x-2 text-[13px] text-ink-2">
          {t("computedLight")}
          <LightMark light={assessment.override.computed} />
          <span>
            <WhyText why={assessment.override.why} />
          </span>
        </p>
      )}
      <RemedyText remedies={remedies.filter(({ part }) => assessment.month === null || part === "light")} />
      {latest && assessment.month && (
        <PaceBar
          className="mt-3"
          actualBp={latest.progressBp}
          plannedBp={assessment.progress.plannedBp}
          light={assessment.light}
        />
      )}
      <Sublights card={card} />
      {latest?.delayReason && (assessment.light === "yellow" || assessment.light === "red") && (
        <p className="mt-2 text-[13px]">
          <span className="mr-2 text-ink-2">{t("delayReason")}</span>
          {latest.delayText || t(`delayReasons.${latest.delayReason}`)}
          {latest.forecastOn && (
            <span className="ml-3 text-ink-2">{t("forecastIs", { on: latest.forecastOn })}</span>
          )}
        </p>
      )}
      <Strip card={card} />
    </div>
  );
}

async function Sublights({ card: { standing } }: { card: ProjectCard }) {
  const t = await getTranslations("project");
  const { assessment, remedies } = standing;
  if (!assessment || assessment.month === null) return null;
  return (
    <dl className="mt-3 grid grid-cols-[auto_auto_1fr] gap-x-3 gap-y-1.5 text-[13px]">
      {(["progress", "start", "funds"] as const).map((part) => (
        <div key={part} className="contents">
          <dt className="text-ink-2">{t(`sublights.${part}`)}</dt>
          <dd className="whitespace-nowrap">
            <LightMark light={assessment[part].light} />
          </dd>
          <dd className="text-ink-2">
            <WhyText why={assessment[part].why} />
            <RemedyText remedies={remedies.filter((remedy) => remedy.part === part)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** 历月灯色, and where the rule is read. */
async function Strip({ card }: { card: ProjectCard }) {
  const t = await getTranslations("project");
  const yuan = (await getTranslations("unit"))("yuan");
  const months = card.history.map(({ month, light, why }) => ({
    month,
    light,
    why: t(`why.${why.key}`, amountsIn(why.values, yuan)),
  }));
  return (
    <div className="mt-4">
      <p className="mb-1 flex items-baseline gap-3 text-[13px] text-ink-2">
        {t("stripTitle")}
        <Link className="link no-print ml-auto text-xs" href="/rules">
          {t("theRule")}
        </Link>
      </p>
      <LightStrip label={t("stripTitle")} months={months} />
    </div>
  );
}
