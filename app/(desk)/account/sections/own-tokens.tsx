import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Act } from "#app/_ui/act.tsx";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { Ctx } from "#lib/core/context.ts";
import { dayOf, minuteOf } from "#lib/core/dates.ts";
import { tokenDays } from "#lib/people/input.ts";
import { ownTokens } from "#lib/people/queries/people.ts";
import { create, revoke } from "../actions.ts";

/** The keys by which one's programs read the district's figures; `handover` shows a new one, once. */
export async function Tokens({ ctx, handover }: { ctx: Ctx; handover: ReactNode }) {
  const t = await getTranslations();
  return (
    <section className="sheet" id="tokens">
      <header className="sheet-head">
        <h2>{t("account.tokens")}</h2>
        <span className="note">
          {t("account.tokensNote")}{" "}
          <Link className="link underline" href="/api/openapi.json">
            /api/openapi.json
          </Link>
        </span>
      </header>
      {handover && <div className="px-4 pt-3">{handover}</div>}
      <Table
        label={t("account.tokens")}
        box="px-4 pt-2"
        look="[&_td]:align-middle! [&_th]:align-middle!"
        rows={await ownTokens(ctx)}
        rowKey={({ id }) => id}
        empty={<p className="px-4 pt-3 text-ink-2">{t("account.noTokens")}</p>}
        columns={[
          { kind: "name", head: t("account.tokenName"), cell: "name" },
          { head: t("account.made"), cell: ({ createdAt }) => minuteOf(createdAt) },
          {
            head: t("account.ends"),
            cell: ({ ended, endsAt }) => {
              const day = dayOf(new Date(endsAt));
              return ended ? t("account.hasEnded", { day }) : day;
            },
          },
          {
            head: t("account.used"),
            cell: ({ usedAt, usedFrom }) => (
              <>
                {usedAt ? minuteOf(usedAt) : t("account.neverUsed")}
                {usedFrom && <span className="note block">{usedFrom}</span>}
              </>
            ),
          },
          {
            kind: "act",
            head: t("account.revoke"),
            look: "num",
            cell: ({ id, name }) => (
              <Act
                action={revoke}
                fields={{ tokenId: id, key: crypto.randomUUID() }}
                label={t("account.revoke")}
                confirm={t("account.revokeConfirm", { name })}
                offline={t("app.notDone")}
              />
            ),
          },
        ]}
      />
      <NewToken />
    </section>
  );
}

async function NewToken() {
  const t = await getTranslations();
  return (
    <Form
      action={create}
      submitLabel={t("account.createToken")}
      short
      className="mt-3 grid gap-3 border-t border-line p-4"
    >
      <HiddenField name="key" value={crypto.randomUUID()} />
      <TextField
        name="name"
        label={t("account.tokenName")}
        hint={t("account.tokenNameHint")}
        className="max-w-md"
        required
      />
      <SelectField
        name="days"
        label={t("account.tokenDays")}
        hint={t("account.tokenDaysHint")}
        className="max-w-md"
        value="90"
        choices={tokenDays.map((days) => ({ value: String(days), label: t("account.days", { days }) }))}
      />
    </Form>
  );
}
