import { createOpensshTransport } from '../../../source/execute/openssh/openssh-transport.ts';

/** Holds a connection, and says which process of the host serves it. */
const transport = createOpensshTransport({ configFile: process.argv[2] });
const opening = await transport.connection('head');
if (opening.type === 'refused') throw new Error(opening.reason);
await opening.connection.run({
  input: 'echo $PPID\nsleep 300\n',
  stdout: (bytes) => process.stdout.write(bytes),
  stderr: () => {},
});
