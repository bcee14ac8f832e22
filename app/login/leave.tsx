import { getTranslations } from "../_server/i18n/translations.ts";

/** The way out for somebody who cannot settle what is asked of them now. */
export async function Leave() {
  const t = await getTranslations("nav");
  return (
    <form action="/logout" method="post" className="text-center">
      <button
        type="submit"
        className="min-h-11 cursor-pointer text-[13px] text-ink-2 hover:text-brand-ink hover:underline"
      >
        {t("signOut")}
      </button>
    </form>
  );
}
