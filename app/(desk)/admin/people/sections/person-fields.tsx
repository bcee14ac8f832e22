import { getTranslations } from "#app/_server/i18n/translations.ts";
import { HiddenField, SelectField, TextField } from "#app/_ui/form-fields.tsx";
import { type Duty, duties, type Role, roles } from "#db/schema/people.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";

type Props = {
  ctx: Ctx;
  person?: { name: string; post: string; role: Role; duty: Duty | null; scopeId: number };
};

/** What an account says of its person: asked when it is opened and whenever it changes. */
export async function PersonFields({ ctx, person }: Props) {
  const t = await getTranslations();
  const [counties, towns, villages] = await Promise.all(
    (["county", "town", "village"] as const).map((level) => divisionsWithin(ctx.db, ctx.actor, level)),
  );
  const townName = new Map(towns?.map(({ id, name }) => [id, name]));
  const scopes = [
    ...(counties ?? []).map(({ id, name }) => ({ value: String(id), label: name, group: t("level.county") })),
    ...(towns ?? []).map(({ id, name }) => ({ value: String(id), label: name, group: t("level.town") })),
    ...(villages ?? []).map(({ id, name, parentId }) => ({
      value: String(id),
      label: name,
      group: townName.get(parentId ?? 0) ?? t("level.village"),
    })),
  ];
  // Where duties are separated one keeps the account, the other what it may do: whoever may not change a
  // field sees it stand.
  const names = !person || may(ctx.actor, "person.edit");
  const rights = !person || may(ctx.actor, "person.assign");
  const scopeName = scopes.find(({ value }) => value === String(person?.scopeId))?.label ?? "";
  return (
    <>
      <TextField
        name="name"
        label={t("account.name")}
        hint={t("people.nameHint")}
        value={person?.name ?? ""}
        readOnly={!names}
        required
      />
      <TextField
        name="post"
        label={t("account.post")}
        hint={t("people.postHint")}
        value={person?.post ?? ""}
        readOnly={!names}
      />
      {rights ? (
        <Rights person={person} scopes={scopes} />
      ) : (
        <>
          <HiddenField name="role" value={person.role} />
          <HiddenField name="duty" value={person.duty ?? ""} />
          <HiddenField name="scopeId" value={person.scopeId} />
          <p>
            {t("account.role")} <b>{t(`role.${person.role}`)}</b> {person.duty && t(`duty.${person.duty}`)} ·{" "}
            {t("account.scope")} <b>{scopeName}</b>
          </p>
          <p className="note">{t("people.rightsNote")}</p>
        </>
      )}
    </>
  );
}

type Choice = { value: string; label: string; group: string };

/** What the account may do, and where. */
async function Rights({ person, scopes }: { person: Props["person"]; scopes: Choice[] }) {
  const t = await getTranslations();
  return (
    <>
      <SelectField
        name="role"
        label={t("account.role")}
        value={person?.role ?? ""}
        choices={roles.map((value) => ({
          value,
          label: `${t(`role.${value}`)} · ${t(`people.does.${value}`)}`,
        }))}
        {...(person ? {} : { empty: t("form.choose") })}
        required
      />
      <SelectField
        name="duty"
        label={t("people.duty")}
        hint={t("people.dutyHint")}
        value={person?.duty ?? ""}
        empty={t("app.none")}
        choices={duties.map((value) => ({ value, label: t(`duty.${value}`) }))}
      />
      <SelectField
        name="scopeId"
        label={t("account.scope")}
        hint={t("people.scopeHint")}
        value={person ? String(person.scopeId) : ""}
        choices={scopes}
        {...(person ? {} : { empty: t("form.choose") })}
        required
      />
    </>
  );
}
