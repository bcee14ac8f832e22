import { getTranslations } from "../_server/i18n/translations.ts";
import { Link } from "../_ui/link.tsx";

export default async function Page() {
  const t = await getTranslations();
  return (
    <main className="grid min-h-screen place-content-center justify-items-center gap-4 px-6 text-center">
      <h1 className="text-lg">{t("empty.notAllowed")}</h1>
      <Link href="/" className="button">
        {t("nav.home")}
      </Link>
    </main>
  );
}
