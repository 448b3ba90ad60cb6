/** Where the commands say things: results on one stream, remarks on the other. */
export interface Output {
  write(text: string): void;
  remark(text: string): void;
}
