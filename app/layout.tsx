import type { Metadata, Viewport } from "next";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { getTranslations } from "./_server/i18n/translations.ts";
import { nonce } from "./_server/session/nonce.ts";
import { SoftLinks } from "./_ui/soft-links.tsx";
import { floorCheck } from "./floor.ts";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return {
    title: { default: t("name"), template: `%s · ${t("name")}` },
    description: t("tagline"),
    robots: { index: false },
    manifest: "/manifest.webmanifest",
    icons: { apple: "/apple-touch-icon.png" },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, themeColor: "#ffffff" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await getLocale()}>
      <head>
        <script nonce={await nonce()} suppressHydrationWarning>
          {floorCheck}
        </script>
      </head>
      <body>
        {children}
        <SoftLinks />
      </body>
    </html>
  );
}
