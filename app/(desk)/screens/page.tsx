import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { type Handover, handedOver } from "#app/_server/session/handover.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextField } from "#app/_ui/form-fields.tsx";
import { QrCode } from "#app/_ui/qr-code.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { readEnv } from "#lib/core/env.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { screensOf } from "#lib/screens/queries/screens.ts";
import { create } from "./actions.ts";
import { Screens } from "./sections/screen-list.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("screens") };
}

/** The screens on walls: which there are, when they were last on, and how one more gets its link. */
export default async function ScreensPage({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("screen.read");
  const t = await getTranslations("screens");
  const handover = await handedOver();
  return (
    <>
      <PageHead title={t("title")} done={(await searchParams).done}>
        <a className="button" href={`/wall?node=${ctx.actor.scope.code}`}>
          {t("open")}
        </a>
      </PageHead>
      {handover && <Link handover={handover} />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_380px]">
        <Screens screens={await screensOf(ctx)} revocable={may(ctx.actor, "screen.revoke")} />
        {may(ctx.actor, "screen.create") && <New ctx={ctx} />}
      </div>
    </>
  );
}

/** The link, this once: to open on the screen, or to scan. */
async function Link({ handover: { name, secret } }: { handover: Handover }) {
  const t = await getTranslations("screens");
  const link = `${readEnv().origin}/wall?screen=${secret}`;
  return (
    <div
      role="status"
      className="mb-4 flex flex-wrap items-center gap-x-5 rounded-md border border-ok bg-ok-bg px-4 py-3"
    >
      <QrCode text={link} label={t("qr")} />
      <div className="grid min-w-0 flex-1 basis-72 gap-1.5">
        <p className="font-semibold text-ok">{t("handed", { name })}</p>
        <code className="rounded bg-sheet px-3 py-2 text-[15px] break-all select-all">{link}</code>
        <p className="text-[13px]">{t("handedNote")}</p>
      </div>
    </div>
  );
}

async function New({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations("screens");
  const { scope } = ctx.actor;
  const towns = (await divisionsWithin(ctx.db, ctx.actor, "town")).filter((town) => town.id !== scope.id);
  const choices = [scope, ...towns].map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <section className="sheet grid gap-3 p-5 max-phone:p-4">
      <h2>{t("creating")}</h2>
      <Form action={create} short submitLabel={t("create")} className="grid gap-3">
        <HiddenField name="key" value={crypto.randomUUID()} />
        <TextField name="name" label={t("name")} hint={t("nameHint")} required />
        <SelectField name="scopeId" label={t("scope")} value={String(scope.id)} choices={choices} required />
      </Form>
    </section>
  );
}
