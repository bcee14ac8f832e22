import "./print-links.css";
import { getTranslations } from "next-intl/server";
import { onShown } from "../_server/shown.ts";
import { type Query, withQuery } from "./query.ts";

// Plain links to PDFs, in a tab of their own: nothing is fetched before they are followed, because every print is remembered.

/** One sheet of A4. */
export const PrintLink = ({ href, label }: { href: string; label: string }) => (
  <a className="button no-print" href={onShown(href)} target="_blank" rel="noopener">
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

/** The sizes of the wall chart, as the board's address asks for it. */
export async function PrintMenu({ query }: { query: Query }) {
  const t = await getTranslations("print");
  return (
    <details className="print-menu no-print">
      <summary className="button">{t("menu")}</summary>
      <ul aria-label={t("choose")}>
        {charts.map(({ size, paper }) => (
          <li key={size + paper}>
            <a href={withQuery("/print/board", query, { size, paper })} target="_blank" rel="noopener">
              {size === paper && size !== "A0" ? size : t(size === paper ? "whole" : "tiled", { size, paper })}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
