export type Newline = '\n' | '\r\n';

/** The newline that most lines of the text end with; LF for a text of one line. */
export function detectNewline(text: string): Newline {
  let crlf = 0;
  let lf = 0;
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) {
    if (text.charCodeAt(i - 1) === 13) crlf++;
    else lf++;
  }
  return crlf > lf ? '\r\n' : '\n';
}
