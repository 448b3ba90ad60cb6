/** Text cut to a width with an ellipsis; '' where not even two letters fit. */
export function shortenTo(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (room < 12 || text === '') return '';
  const width = ctx.measureText(text).width;
  if (width <= room) return text;
  const letters = Math.floor((text.length * (room - 8)) / width);
  return letters < 2 ? '' : `${text.slice(0, letters)}…`;
}
