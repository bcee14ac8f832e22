import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { demonstrationAccounts } from "#lib/people/queries/people.ts";
import { localPath } from "../_server/session/local-path.ts";
import { anonymous, demonstration, signedIn } from "../_server/session/session.ts";
import { typedName } from "../_server/session/sign-in.ts";
import { one, type Query } from "../_ui/search-params.ts";
import { DemonstrationAccounts } from "./demonstration-accounts.tsx";
import { Doorway } from "./doorway.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("login"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = localPath(one(query.next));
  if (await signedIn()) redirect(next);
  const t = await getTranslations();
  const problem = await problemOf(query);
  const accounts = (await demonstration()) ? await demonstrationAccounts((await anonymous()).db) : [];
  return (
    <Doorway
      title={t("login.title")}
      problem={problem}
      note={next === "/" ? undefined : t("login.returning")}
    >
      <form method="post" action="/login" className="grid gap-4">
        <input type="hidden" name="next" value={next} />
        <div>
          <label htmlFor="username" className="mb-1 block text-[13px] text-ink-2">
            {t("login.username")}
          </label>
          <input
            id="username"
            name="username"
            className="input"
            defaultValue={await typedName()}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            required
          />
        </div>
        <div>
          <label htmlFor="password" className="mb-1 block text-[13px] text-ink-2">
            {t("login.password")}
          </label>
          <input
            id="password"
            name="password"
            type="password"
            className="input"
            autoComplete="current-password"
            maxLength={128}
            required
          />
        </div>
        <button type="submit" className="button button-primary min-h-11">
          {t("login.submit")}
        </button>
        <p className="note text-center">{t("login.forgot")}</p>
      </form>
      {accounts.length > 0 && <DemonstrationAccounts accounts={accounts} next={next} />}
    </Doorway>
  );
}

/** Why the form came back, in words. The code stands in the address, so only known ones are spoken. */
async function problemOf(query: Query): Promise<string | undefined> {
  const t = await getTranslations();
  const refused = one(query.refused);
  if (!refused) return undefined;
  const minutes = Math.min(15, Math.max(1, Number(one(query.minutes)) || 1));
  if (refused === "wrongPassword" || refused === "disabled" || refused === "throttled" || refused === "busy")
    return t(`refused.access.${refused}`, { minutes });
  if (refused === "clockBehind") return t("login.clockBehind");
  if (refused === "awaitsAdministrator" || refused === "awaitsOperator") return t(`login.${refused}`);
  return t(refused === "notStored" ? "refused.notStored" : "login.empty");
}
