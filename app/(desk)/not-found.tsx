import { getTranslations } from "../_server/i18n/translations.ts";
import { Link } from "../_ui/link.tsx";

export default async function Page() {
  const t = await getTranslations();
  return (
    <div className="sheet grid justify-items-center gap-4 px-6 py-16 text-center">
      <h1 className="text-lg">{t("empty.notFound")}</h1>
      <Link href="/" className="button">
        {t("nav.home")}
      </Link>
    </div>
  );
}
