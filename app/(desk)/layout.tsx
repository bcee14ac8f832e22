import type { ReactNode } from "react";
import { getTranslations } from "../_server/i18n/translations.ts";
import { context, demonstration } from "../_server/session/session.ts";
import { TopBar } from "./_shell/top-bar.tsx";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const ctx = await context();
  const t = await getTranslations("app");
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded bg-brand px-4 py-2 text-white focus:not-sr-only focus:absolute focus:left-2 focus:top-2"
      >
        {t("skip")}
      </a>
      {(await demonstration()) && (
        <aside
          aria-label={t("demo")}
          className="border-b border-[#f3dfae] bg-demo-bg px-3 py-0.5 text-center text-xs text-demo"
        >
          {t("demoBanner")}
        </aside>
      )}
      <TopBar actor={ctx.actor} />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto max-w-[1560px] px-5 pb-10 pt-4 outline-none max-phone:px-4"
      >
        {children}
      </main>
    </>
  );
}
