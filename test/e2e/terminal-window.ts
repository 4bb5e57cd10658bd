/** A terminal window with a program in it: prints what the program writes. Killed, it takes the terminal along. */
import pty from '@lydell/node-pty';

const [command = '', ...args] = process.argv.slice(2);
const child = pty.spawn(command, args, { name: 'xterm-256color', cols: 120, rows: 40, env: process.env });
child.onData((data) => process.stdout.write(data));
