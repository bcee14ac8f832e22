import { encode } from "uqr";

/** A QR code as one path, black on white whatever the page's colours. */
export function QrCode({
  text,
  label,
  className = "my-2 w-48",
}: {
  text: string;
  label: string;
  className?: string;
}) {
  const { size, data } = encode(text, { ecc: "M", border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className={`bg-white ${className}`}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
