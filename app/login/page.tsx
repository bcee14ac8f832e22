import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { demonstrationAccounts } from "#lib/people/queries/people.ts";
import { getTranslations } from "../_server/i18n/translations.ts";
import { localPath } from "../_server/session/local-path.ts";
import { anonymous, demonstration, signedIn } from "../_server/session/session.ts";
import { one, type Query } from "../_ui/search-params.ts";
import { DemonstrationAccounts } from "./demonstration-accounts.tsx";
import { Doorway } from "./doorway.tsx";
import { problemOf } from "./problem.ts";
import { SignInForm } from "./sign-in-form.tsx";

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
      <SignInForm next={next} />
      {accounts.length > 0 && <DemonstrationAccounts accounts={accounts} next={next} />}
    </Doorway>
  );
}
