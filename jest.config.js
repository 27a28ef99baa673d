// "unit" needs nothing but npm's packages; "tools" the tools and the registry that setup.sh brought, "cluster"
// asks the cluster that it made, and "long" one of three nodes.
// Choose with `jest --selectProjects unit`; files come before that: `jest test/program --selectProjects unit`.

// Packages that ship ECMAScript modules only, which jest cannot require as they are.
const esmPackages = "@kubernetes/client-node|openid-client|oauth4webapi|jose";

const { argv } = require("node:process");

// jest takes each word after the flag for a project, and would run all of the others.
const flag = argv.indexOf("--selectProjects");
for (const word of flag < 0 ? [] : argv.slice(flag + 1)) {
  if (word.startsWith("-")) break;
  if (!["unit", "tools", "cluster", "long"].includes(word)) {
    throw new Error(
      `"${word}" is no project; name files first: jest ${word} --selectProjects unit`,
    );
  }
}

const shared = {
  testEnvironment: "node",
  // Not what setup.sh keeps in .state, a whole Debian among it.
  roots: ["<rootDir>/test"],
  transform: {
    "^.+\\.ts$": "ts-jest",
    [`/node_modules/(${esmPackages})/.+\\.js$`]: [
      "ts-jest",
      { tsconfig: { allowJs: true, isolatedModules: true, module: "commonjs", target: "ES2022" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages})/)`],
};

/** @type {import("jest").Config} */
module.exports = {
  // jest leaves one core to others, which of two is half.
  maxWorkers: "100%",
  projects: [
    {
      ...shared,
      displayName: "unit",
      moduleNameMapper: { "^(@npmcli/arborist|typescript)$": "<rootDir>/test/never-loaded.ts" },
      setupFilesAfterEnv: ["<rootDir>/test/own-stack-traces.ts"],
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/test/(tools|cluster|long)/"],
    },
    { ...shared, displayName: "tools", testMatch: ["<rootDir>/test/tools/**/*.test.ts"] },
    { ...shared, displayName: "cluster", testMatch: ["<rootDir>/test/cluster/**/*.test.ts"] },
    { ...shared, displayName: "long", testMatch: ["<rootDir>/test/long/**/*.test.ts"] },
  ],
};
