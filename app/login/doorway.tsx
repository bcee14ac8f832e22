import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { getTranslations } from "../_server/i18n/translations.ts";
import { demonstration } from "../_server/session/session.ts";
import { PreferenceSwitch } from "../(desk)/_shell/preference-switch.tsx";

type Props = { title: string; problem?: string | undefined; note?: string | undefined; children: ReactNode };

/** A page before the desk: one narrow sheet, the product's name, the language. */
export async function Doorway({ title, problem, note, children }: Props) {
  const t = await getTranslations("app");
  return (
    <>
      {(await demonstration()) && (
        <aside className="border-b border-[#f3dfae] bg-demo-bg px-3 py-0.5 text-center text-xs text-demo">
          {t("demoBanner")}
        </aside>
      )}
      <main className="mx-auto grid max-w-[400px] gap-4 px-4 pt-[max(24px,10vh)] pb-10">
        <header className="flex items-center justify-between gap-3">
          <div>
            <p className="flex items-center gap-2 text-xl font-bold tracking-wider">
              <img src="/icon.svg" width={22} height={22} alt="" />
              {t("name")}
            </p>
            <p className="note">{t("tagline")}</p>
          </div>
          <span className="shrink-0">
            <PreferenceSwitch
              name="locale"
              label={t("language")}
              chosen={await getLocale()}
              choices={[
                { value: "zh-CN", label: "中文" },
                { value: "en", label: "EN" },
              ]}
            />
          </span>
        </header>
        <section className="sheet grid gap-4 p-5">
          <h1 className="text-lg">{title}</h1>
          {problem && (
            <p role="alert" className="rounded-md bg-bad-bg px-3 py-2 font-medium text-bad">
              {problem}
            </p>
          )}
          {note && !problem && (
            <p className="rounded-md bg-brand-bg px-3 py-2 text-[13px] text-brand-ink">{note}</p>
          )}
          {children}
        </section>
      </main>
    </>
  );
}
