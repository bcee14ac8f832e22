import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { HandoverCard } from "#app/_parts/people/handover-card.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { handedOver } from "#app/_server/session/handover.ts";
import { context } from "#app/_server/session/session.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { ownAccountOf } from "#lib/people/queries/people.ts";
import { PreferenceSwitch } from "../_shell/preference-switch.tsx";
import { Sessions } from "./sections/own-sessions.tsx";
import { Tokens } from "./sections/own-tokens.tsx";

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
