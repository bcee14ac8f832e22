import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { HandoverCard } from "#app/_parts/people/handover-card.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { handedOver } from "#app/_server/session/handover.ts";
import { context, signedIn } from "#app/_server/session/session.ts";
import { Act } from "#app/_ui/act.tsx";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { dayOf, minuteOf } from "#lib/core/dates.ts";
import { tokenDays } from "#lib/people/input.ts";
import { ownAccountOf, ownSessions, ownTokens } from "#lib/people/queries/people.ts";
import { doorOf } from "#lib/people/queries/sign-in-rules.ts";
import { PreferenceSwitch } from "../_shell/preference-switch.tsx";
import { create, end, revoke } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("account") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context();
  const t = await getTranslations();
  const handover = await handedOver();
  return (
    <>
      <PageHead title={t("nav.account")} done={(await searchParams).done} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(320px,420px)_1fr]">
        <Person ctx={ctx} />
        <div className="grid gap-4">
          <Sessions ctx={ctx} />
          {may(ctx.actor, "token.create") && (
            <Tokens ctx={ctx} handover={handover && <HandoverCard handover={handover} kind="token" />} />
          )}
        </div>
      </div>
    </>
  );
}

async function Person({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations();
  const { actor } = ctx;
  const { post, hasSecondFactor } = await ownAccountOf(ctx);
  const rows = [
    [t("account.name"), actor.name],
    [t("login.username"), actor.username],
    [t("account.post"), post || t("app.none")],
    [t("account.role"), actor.role === "visitor" ? "" : t(`role.${actor.role}`)],
    [t("account.scope"), (await naming())(actor.scope.name)],
  ];
  return (
    <section className="sheet grid gap-4 p-4">
      <h2>{t("account.person")}</h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <dl className="grid gap-3 border-t border-line pt-4">
        <Setting label={t("login.password")}>
          <Link className="button" href="/account/password">
            {t("account.changePassword")}
          </Link>
        </Setting>
        <Setting label={t("account.secondFactor")} value={t(hasSecondFactor ? "account.on" : "account.off")}>
          <Link className="button" href="/account/second-factor">
            {t(hasSecondFactor ? "account.secondFactorRemove" : "account.secondFactorTurnOn")}
          </Link>
        </Setting>
        <Setting label={t("app.language")}>
          <PreferenceSwitch
            name="locale"
            label={`${t("nav.account")} · ${t("app.language")}`}
            chosen={await getLocale()}
            choices={[
              { value: "zh-CN", label: "中文" },
              { value: "en", label: "EN" },
            ]}
          />
        </Setting>
      </dl>
      <p className="note border-t border-line pt-3">{t("account.ask")}</p>
    </section>
  );
}

function Setting({ label, value, children }: { label: string; value?: string; children: React.ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <dt className="text-ink-2">
        {label} {value && <b className="ml-1 font-semibold text-ink">{value}</b>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

async function Sessions({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations();
  const here = (await signedIn())?.session.sessionId;
  const door = await doorOf(ctx.db);
  return (
    <section className="sheet">
      <header className="sheet-head">
        <h2>{t("account.sessions")}</h2>
        <span className="note">
          {t("account.sessionsNote", { minutes: door.idleMinutes, hours: door.absoluteHours })}
        </span>
      </header>
      <div className="table-scroll p-4 pt-2">
        <table className="grid-table [&_td]:align-middle! [&_th]:align-middle!">
          <thead>
            <tr>
              <th scope="col">{t("account.began")}</th>
              <th scope="col">{t("account.seen")}</th>
              <th scope="col">
                <span className="sr-only">{t("account.endSession")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {(await ownSessions(ctx, new Date())).map((session) => (
              <tr key={session.id}>
                <td>{minuteOf(session.createdAt)}</td>
                <td>{minuteOf(session.seenAt)}</td>
                <td className="num">
                  {session.id === here ? (
                    <span className="note">{t("account.thisSession")}</span>
                  ) : (
                    <Act
                      action={end}
                      fields={{ sessionId: session.id, key: crypto.randomUUID() }}
                      label={t("account.endSession")}
                      offline={t("app.notDone")}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

async function Tokens({ ctx, handover }: { ctx: Ctx; handover: React.ReactNode }) {
  const t = await getTranslations();
  const tokens = await ownTokens(ctx);
  const when = (at: string) => minuteOf(at);
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
      {tokens.length === 0 ? (
        <p className="px-4 pt-3 text-ink-2">{t("account.noTokens")}</p>
      ) : (
        <div className="table-scroll px-4 pt-2">
          <table className="grid-table [&_td]:align-middle! [&_th]:align-middle!">
            <thead>
              <tr>
                <th scope="col">{t("account.tokenName")}</th>
                <th scope="col">{t("account.made")}</th>
                <th scope="col">{t("account.ends")}</th>
                <th scope="col">{t("account.used")}</th>
                <th scope="col">
                  <span className="sr-only">{t("account.revoke")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <tr key={token.id}>
                  <th scope="row">{token.name}</th>
                  <td>{when(token.createdAt)}</td>
                  <td>
                    {token.ended
                      ? t("account.hasEnded", { day: dayOf(new Date(token.endsAt)) })
                      : dayOf(new Date(token.endsAt))}
                  </td>
                  <td>
                    {token.usedAt ? when(token.usedAt) : t("account.neverUsed")}
                    {token.usedFrom && <span className="note block">{token.usedFrom}</span>}
                  </td>
                  <td className="num">
                    <Act
                      action={revoke}
                      fields={{ tokenId: token.id, key: crypto.randomUUID() }}
                      label={t("account.revoke")}
                      confirm={t("account.revokeConfirm", { name: token.name })}
                      offline={t("app.notDone")}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
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
    </section>
  );
}
