import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations, wordsFor } from "#app/_server/i18n/translations.ts";
import { SelectField, TextArea, TextField, TicksField } from "#app/_ui/form-fields.tsx";
import { approaches, projectLevels, projectTypes, sectors } from "#db/schema/projects.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { KeyIn } from "#lib/core/message-keys.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { twinsFor } from "#lib/projects/queries/project-card.ts";
import type { Participant } from "#lib/projects/queries/status.ts";
import type { Project } from "#lib/projects/store/project.ts";
import { ShareFields } from "./share-fields.tsx";
import { shareWords } from "./words.ts";

/**
 * What a project is: the fields that creating and editing share. The list that it stands on is chosen once.
 */
export async function BasicsFields({
  ctx,
  project,
  villages,
}: {
  ctx: Ctx;
  project?: Project;
  villages: readonly Participant[];
}) {
  const t = await getTranslations("project");
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const placed = await naming();
  const townNames = new Map(towns.map((town) => [town.id, placed(town.shortName)]));
  const within = await divisionsWithin(ctx.db, ctx.actor, "village");
  const outside = villages.filter((row) => !within.some((village) => village.id === row.villageId));
  const villageChoices = [
    ...within.map((village) => ({
      value: String(village.id),
      label: placed(village.shortName),
      ...(towns.length > 1 ? { group: townNames.get(village.parentId ?? 0) ?? "" } : {}),
    })),
    ...outside.map((row) => ({
      value: String(row.villageId),
      label: placed(row.name),
      ...(towns.length > 1 ? { group: "" } : {}),
    })),
  ];
  const named = <Name extends string>(names: readonly Name[], keyOf: (name: Name) => KeyIn<"project">) =>
    names.map((value) => ({ value, label: t(keyOf(value)) }));
  const twins = project?.level === "village" ? [] : await twinsFor(ctx, project?.id ?? 0);
  return (
    <div className="grid gap-x-4 gap-y-3.5 md:grid-cols-2 xl:grid-cols-4">
      <TextField
        name="name"
        label={t("name")}
        value={project?.name ?? ""}
        required
        className="md:col-span-2"
      />
      {project ? null : (
        <SelectField
          name="level"
          label={t("level")}
          value="village"
          choices={named(projectLevels, (name) => `levels.${name}`)}
          required
        />
      )}
      {project ? null : <TextField name="number" label={t("number")} hint={t("numberHint")} />}
      <SelectField
        name="townId"
        label={t("town")}
        value={String(project?.townId ?? towns[0]?.id ?? "")}
        choices={towns.map((town) => ({ value: String(town.id), label: placed(town.shortName) }))}
        required
      />
      <SelectField
        name="type"
        label={t("type")}
        value={project?.type ?? "property"}
        choices={named(projectTypes, (name) => `types.${name}`)}
        required
      />
      <SelectField
        name="sector"
        label={t("sector")}
        value={project?.sector ?? "economy"}
        choices={named(sectors, (name) => `sectors.${name}`)}
        required
      />
      <TextField
        name="owner"
        label={t("owner")}
        value={project?.owner ?? ""}
        hint={t("ownerHint")}
        required
      />
      <TextField name="contact" label={t("contact")} value={project?.contact ?? ""} />
      <TextField
        name="contactPhone"
        label={t("contactPhone")}
        value={project?.contactPhone ?? ""}
        type="tel"
        inputMode="tel"
      />
      {project ? null : (
        <TextField name="createdOn" label={t("createdOn")} type="date" hint={t("createdOnHint")} />
      )}
      <TicksField
        name="approaches"
        label={t("approach")}
        values={project?.approaches ?? []}
        choices={named(approaches, (name) => `approaches.${name}`)}
        className="md:col-span-2"
      />
      {twins.length > 0 && (
        <SelectField
          name="sameAsId"
          label={t("sameAs")}
          hint={t("sameAsHint")}
          value={String(project?.sameAsId ?? "")}
          empty={t("sameAsNone")}
          choices={twins.map((twin) => ({ value: String(twin.id), label: `${twin.number} ${twin.name}` }))}
          className="md:col-span-2"
        />
      )}
      <ShareFields
        rows={villages.map((village) => ({
          villageId: String(village.villageId),
          share: String(village.shareBp / 100),
        }))}
        choices={villageChoices}
        words={await wordsFor(shareWords)}
        className="md:col-span-2 xl:col-span-4"
      />
      <TextArea
        name="description"
        label={t("description")}
        value={project?.description ?? ""}
        className="md:col-span-2 xl:col-span-4"
      />
    </div>
  );
}
