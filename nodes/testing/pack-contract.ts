import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { prepareWorkflow, readWorkflowFile } from "../../runtime/cli/index.ts";
import {
  loadPack,
  manifestDifferences,
  manifestOf,
  type Pack,
  type PackFile,
  readDependencies,
  readManifest,
  readPackageFile,
} from "../../runtime/packs/index.ts";
import { checkWorkflow, issueText, type Registry } from "../../runtime/workflow/index.ts";
import { fail, nodeRules, type Rule, type SampleInputs } from "./node-rules.ts";
import { registryWith } from "./run-graph.ts";

export interface ContractOptions {
  /**
   * Inputs to run nodes with, by type: a node whose inputs have no defaults runs only where they are given; null keeps
   * a node from being run.
   */
  readonly samples?: Readonly<Record<string, SampleInputs | null>>;
}

/**
 * The rules that every pack keeps, for the test runner of its author:
 * `for (const { rule, check } of await packContract(folder)) test(rule, check);`
 * Takes the folder of a built package, or the pack itself, for which the rules about files are left out.
 * @throws PACKS_NOT_A_PACK, PACKS_NOT_BUILT, PACKS_NO_LOAD for a folder that holds no pack
 */
export async function packContract(subject: string | Pack, { samples = {} }: ContractOptions = {}): Promise<Rule[]> {
  if (typeof subject !== "string") return rulesOfNodes(subject, samples);
  const file = await readPackageFile(subject);
  const pack = await loadPack(file);
  return [...rulesOfPackage(file, pack), ...rulesOfNodes(pack, samples), ...(await rulesOfWorkflows(file, pack))];
}

function rulesOfNodes({ nodes }: Pack, samples: NonNullable<ContractOptions["samples"]>): Rule[] {
  return nodes.flatMap((node) => nodeRules(node, samples[node.type] === undefined ? {} : (samples[node.type] ?? null)));
}

function rulesOfPackage(file: PackFile, pack: Pack): Rule[] {
  return [
    {
      rule: "the manifest says what the code says",
      check: async () => {
        const nodes = manifestDifferences(await readManifest(file), manifestOf(pack));
        if (nodes.length > 0) fail(`It differs about ${nodes.join(", ")}: run \`nextscale pack build\`.`);
      },
    },
    {
      rule: "nextscale is a peer of the package, so that there is one copy of it",
      check: async () => {
        const { dependencies, peerDependencies } = await readDependencies(file);
        if (dependencies.nextscale !== undefined) fail("Move nextscale from dependencies to peerDependencies.");
        if (peerDependencies.nextscale === undefined) fail("Name nextscale under peerDependencies.");
      },
    },
    ...(file.docs === null ? [] : pack.nodes.map(({ type }) => helpRule(type, file.docs ?? ""))),
  ];
}

function helpRule(type: string, docs: string): Rule {
  const page = join(docs, `${type.slice(type.indexOf("/") + 1)}.md`);
  return {
    rule: `${type} has a page of help`,
    check: () => access(page).catch(() => fail(`There is no ${page}.`)),
  };
}

async function rulesOfWorkflows({ workflows }: PackFile, pack: Pack): Promise<Rule[]> {
  if (workflows === null) return [];
  const names = (await readdir(workflows).catch(() => [])).filter((name) => name.endsWith(".json"));
  const registry = registryWith([pack]);
  return names.map((name) => ({
    rule: `the workflow ${name} has no problem`,
    check: () => checkFile(join(workflows, name), registry),
  }));
}

async function checkFile(path: string, registry: Registry): Promise<void> {
  const { issues } = await checkWorkflow(prepareWorkflow(await readWorkflowFile(path), [], registry), registry);
  if (issues.length > 0) fail(issues.map((issue) => issueText(issue).text).join(" "));
}
