import { getTranslations } from "next-intl/server";
import { type Role, roles } from "#db/schema/people.ts";
import type { Ctx } from "#lib/context.ts";
import { divisionsWithin } from "#lib/divisions/queries.ts";
import { SelectField, TextField } from "../../../_components/fields.tsx";

type Props = { ctx: Ctx; person?: { name: string; post: string; role: Role; scopeId: number } };

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
  return (
    <>
      <TextField name="name" label={t("account.name")} hint={t("people.nameHint")} value={person?.name ?? ""} required />
      <TextField name="post" label={t("account.post")} hint={t("people.postHint")} value={person?.post ?? ""} />
      <SelectField
        name="role"
        label={t("account.role")}
        value={person?.role ?? ""}
        choices={roles.map((value) => ({ value, label: `${t(`role.${value}`)} · ${t(`people.does.${value}`)}` }))}
        {...(person ? {} : { empty: t("form.choose") })}
        required
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
