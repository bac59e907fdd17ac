interface Outcome {
  readonly result: string;
}

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;

/** Shows how many are done: a bar on a terminal, which is drawn over, or a line at each tenth. */
export const progressLine = (total: number, stream: Stream): ((outcome: Outcome) => void) => {
  let done = 0;
  let [failed, tenth] = [0, 0];
  return ({ result }) => {
    done += 1;
    failed += Number(result === 'failed');
    const text = `${drawBar(done / total)} ${done}/${total}${failed > 0 ? `, ${failed} failed` : ''}`;
    if (stream.isTTY) stream.write(`\r${text}${done === total ? '\n' : ''}`);
    else if (Math.floor((done * 10) / total) > tenth) stream.write(`${text}\n`);
    tenth = Math.floor((done * 10) / total);
  };
};

const drawBar = (part: number): string => {
  const filled = Math.round(part * WIDTH);
  return `[${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}]`;
};
