const WIDTH = 300;
const HEIGHT = 44;
/** Keeps the stroke inside of the picture. */
const MARGIN = 3;

/** Values over time as one line from left to right, with zero at the bottom; `label` says the same in words. Gaps are where nobody looked. */
export function MiniLine(props: {
  readonly values: readonly (number | null)[];
  readonly label: string;
  readonly tone?: 'red' | undefined;
}) {
  const { values, label } = props;
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? (WIDTH - 2 * MARGIN) / (values.length - 1) : 0;
  const points = values.flatMap((value, index) =>
    value === null ? [] : [{ index, x: MARGIN + index * step, y: HEIGHT - MARGIN - (value / most) * (HEIGHT - 2 * MARGIN) }],
  );
  const at = ({ x, y }: { readonly x: number; readonly y: number }): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  // A point without neighbours is a line to itself, which is drawn as a dot.
  const line = points
    .map((point, position) => (points[position - 1]?.index === point.index - 1 ? `L${at(point)}` : `M${at(point)} L${at(point)}`))
    .join(' ');
  const [first, last] = [points[0], points.at(-1)];
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="lw-mini-line"
      data-tone={props.tone}
      role="img"
      aria-label={label}
    >
      {first === undefined || last === undefined ? null : (
        <path d={`M${first.x} ${HEIGHT} ${line.replaceAll('M', 'L')} L${last.x} ${HEIGHT} Z`} className="lw-mini-area" />
      )}
      <path d={line} />
    </svg>
  );
}
