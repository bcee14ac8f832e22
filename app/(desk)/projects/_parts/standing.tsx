import { getTranslations } from "next-intl/server";
import type { Assessment } from "#lib/projects/lights.ts";
import type { ProjectCard } from "#lib/projects/queries.ts";
import { LightMark } from "../../../_components/light-mark.tsx";
import { LightOf } from "./light-of.tsx";
import { PaceBar } from "./pace-bar.tsx";
import { WhyText } from "./why-text.tsx";

/** Where the project stands: its light with the sentence, and the sub-lights apart. */
export async function Standing({ card }: { card: ProjectCard }) {
  const t = await getTranslations("project");
  const { assessment, latest, endedOn, endedReason } = card.standing;
  if (!assessment) {
    return (
      <div>
        <p className="text-xl">
          <LightOf light={null} />
        </p>
        <p className="mt-1 text-ink-2">{t("endedBecause", { on: endedOn ?? "", reason: endedReason })}</p>
      </div>
    );
  }
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-xl">
          <LightMark light={assessment.light} />
        </span>
        <span className="text-[15px]">
          <WhyText why={assessment.why} />
        </span>
      </p>
      {latest && assessment.month && (
        <PaceBar className="mt-3" actualBp={latest.progressBp} plannedBp={assessment.progress.plannedBp} light={assessment.light} />
      )}
      <Sublights assessment={assessment} />
      {latest?.delayReason && (assessment.light === "yellow" || assessment.light === "red") && (
        <p className="mt-2 text-[13px]">
          <span className="mr-2 text-ink-2">{t("delayReason")}</span>
          {latest.delayText || t(`delayReasons.${latest.delayReason}`)}
          {latest.forecastOn && <span className="ml-3 text-ink-2">{t("forecastIs", { on: latest.forecastOn })}</span>}
        </p>
      )}
    </div>
  );
}

async function Sublights({ assessment }: { assessment: Assessment }) {
  const t = await getTranslations("project");
  if (assessment.month === null) return null;
  return (
    <dl className="mt-3 grid grid-cols-[auto_auto_1fr] gap-x-3 gap-y-1 text-[13px]">
      {(["progress", "start"] as const).map((part) => (
        <div key={part} className="contents">
          <dt className="text-ink-2">{t(`sublights.${part}`)}</dt>
          <dd className="whitespace-nowrap">
            <LightMark light={assessment[part].light} />
          </dd>
          <dd className="text-ink-2">
            <WhyText why={assessment[part].why} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
