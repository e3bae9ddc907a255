import { Command } from 'commander';
import { openDatabase } from '../../platform/database/database.ts';
import { verifyAudit, type VerifiedAudit } from '../../rooms/staff/index.ts';
import { readAuditRoots } from '../../rooms/ledger/index.ts';
import { EXIT, runCommand } from './command.ts';
import { borrowInstallation } from './installation.ts';
import { readInstallationKeys } from './installation-keys.ts';
import { rootsFile } from './journal-roots.ts';
import { progressBar } from './progress-bar.ts';
import { formatTable } from './table.ts';

/** `tallystick audit …`: what people and credentials did, and the proof that nobody has changed it. */
export function auditCommand(): Command {
  return new Command('audit')
    .summary('prove that the audit chains are whole')
    .description(
      'Proves the record of what people did. Works beside a running program; where none is running, the embedded PostgreSQL is ' +
        'started as long as it is needed.',
    )
    .addCommand(
      new Command('verify')
        .summary('compute all audit chains again and compare')
        .description('Names the first act that was changed, left out, added or moved, and ends with 1.')
        .option('--roots [file]', 'also check the chains against signed roots (DATA_DIR/roots.jsonl)')
        .option('--json', 'print one object')
        .action(({ json, roots }: { json?: true; roots?: string | true }) =>
          runCommand(async (config) => {
            const server = await borrowInstallation(config);
            const database = openDatabase(server.url, { connections: 1, applicationName: 'tallystick audit verify' });
            try {
              const signed =
                roots === undefined
                  ? undefined
                  : readAuditRoots(readInstallationKeys(config), roots === true ? rootsFile(config) : roots);
              const bar = progressBar('acts');
              const verified = await verifyAudit(database, signed, bar.show).finally(bar.stop);
              if (json) console.log(JSON.stringify(asJson(verified)));
              else print(verified);
              return verified.problem ? EXIT.failed : EXIT.done;
            } finally {
              await database.close();
              await server.stop();
            }
          }),
        ),
    );
}

const asJson = ({ chains, problem }: VerifiedAudit): unknown => ({
  ok: !problem,
  ...(problem && { problem: { ...problem, seq: String(problem.seq) } }),
  chains: chains.map((chain) => ({ ...chain, acts: String(chain.acts) })),
});

function print({ chains, problem }: VerifiedAudit): void {
  if (problem) {
    console.error(`WRONG at tenant ${problem.tenant}, act ${problem.seq} in staff.audit: ${problem.what}.`);
    return;
  }
  console.log(
    formatTable(
      ['tenant', 'acts', 'head'],
      chains.map(({ tenant, acts, head }) => [tenant, String(acts), head]),
    ),
  );
  console.log(`\nEvery chain is whole: ${chains.length} ${chains.length === 1 ? 'chain' : 'chains'}.`);
}
