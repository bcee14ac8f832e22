import { getTranslations } from "next-intl/server";

/** Shaped like most pages: a head, figures, a sheet with rows. */
export default async function Loading() {
  const t = await getTranslations("app");
  return (
    <div role="status" aria-label={t("loading")}>
      <div className="skeleton mb-3.5 h-12 w-72" />
      <div className="sheet grid gap-3 p-4">
        {["a", "b", "c", "d", "e", "f", "g", "h"].map((row) => (
          <div key={row} className="skeleton h-7" />
        ))}
      </div>
    </div>
  );
}
