import type { Viewport } from "next";
import type { ReactNode } from "react";
import "./wall.css";

export const viewport: Viewport = { width: "device-width", initialScale: 1, themeColor: "#0b1524" };

export default function WallLayout({ children }: { children: ReactNode }) {
  return children;
}
