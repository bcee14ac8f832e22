import type { ReactNode } from "react";
import { getTranslations } from "../_server/i18n/translations.ts";
import { viewHref } from "../_server/session/view-params.ts";
import { Menu } from "./menu.tsx";
import { type Query, withQuery } from "./search-params.ts";

// Plain links to PDFs, in a tab of their own: nothing is fetched before they are followed, because every
// print is remembered.

/** One sheet of A4. */
export const PrintLink = ({ href, label }: { href: string; label: string }) => (
  <a className="button no-print" href={viewHref(href)} target="_blank" rel="noopener">
    {label}
  </a>
);

const charts = [
  { size: "A4", paper: "A4" },
  { size: "A3", paper: "A3" },
  { size: "A1", paper: "A3" },
  { size: "A0", paper: "A3" },
  { size: "A0", paper: "A4" },
  { size: "A0", paper: "A0" },
] as const;

const posters = ["A3", "A0"] as const;

/**
 * The wall of a division and its paper, behind one button: the page as it is, or the poster and the sizes of
 * the wall chart.
 */
export async function WallAndPrint({ node, children }: { node: string; children: ReactNode }) {
  const t = await getTranslations();
  return (
    <Menu
      label={
        <>
          <span className="max-phone:hidden">{t("viewHead.wallAndPrint")}</span>
          <span className="phone:hidden">{t("app.more")}</span>
        </>
      }
      title={t("print.choose")}
    >
      <a href={viewHref(`/wall?node=${node}`)}>{t("wall.open")}</a>
      {children}
    </Menu>
  );
}

/**
 * The poster, where one sheet can name all villages below the line, and the sizes of the wall chart, as the
 * board's address asks for it.
 */
export async function chartLinks(query: Query, poster: boolean) {
  const t = await getTranslations("print");
  const paper = (key: string, href: string, label: string) => (
    <a key={key} href={href} target="_blank" rel="noopener">
      {label}
    </a>
  );
  return [
    ...(poster ? posters : []).map((size) =>
      paper(`poster${size}`, withQuery("/print/poster", query, { size }), t("poster.size", { size })),
    ),
    ...charts.map(({ size, paper: sheet }) =>
      paper(
        size + sheet,
        withQuery("/print/board", query, { size, paper: sheet }),
        size === sheet && size !== "A0"
          ? size
          : t(size === sheet ? "whole" : "tiled", { size, paper: sheet }),
      ),
    ),
  ];
}
