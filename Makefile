# Everything is built below artifacts/, which git ignores: src is the class path root of a Jenkins shared library.

RID := $(shell dotnet --info | sed -n 's/^ *RID: *//p')
EXECUTABLE := artifacts/publish/$(RID)/aws-temporal
OLDEST := artifacts/oldest/aws-temporal
COMMIT := artifacts/commit
SOURCES := $(shell find src/Jenkins.AwsTemporal src/Jenkins.AwsTemporal.Cli Directory.Build.props Directory.Packages.props nuget.config release/Package.targets -type f)

.PHONY: help build publish test test-windows test-debian demo emulator bench release setup-build setup-test clean FORCE

help: ## Show this
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 23

build: ## Build everything, with warnings as errors
	dotnet build Jenkins.AwsTemporal.sln --nologo --verbosity quiet

publish: $(EXECUTABLE) ## Link the native executable: artifacts/publish/<rid>/aws-temporal

test: setup-test build $(EXECUTABLE) ## Run all tests; installs what they need
	@sh tests/run.sh $(EXECUTABLE)

test-windows: setup-test build $(EXECUTABLE) ## Run the steps on agents with Windows, under Wine; installs it
	@sh tests/windows.sh $(EXECUTABLE)

test-debian: setup-test build $(OLDEST) ## Run the locator in a minimal Debian and an older one; needs root
	@sh tests/debian.sh $(OLDEST)

demo: build $(EXECUTABLE) ## A pasted session becomes a secret, and explodes
	@sh tests/demo.sh $(EXECUTABLE)

emulator: build ## Serve STS and Secrets Manager on loopback until Ctrl-C
	@dotnet artifacts/bin/AwsEmulator/debug/AwsEmulator.dll serve

bench: $(EXECUTABLE) ## Compare the executable with the AWS CLI, and the masker with its limits
	@dotnet run --project tests/Benchmarks --configuration Release -- $(EXECUTABLE)

release: setup-build ## Make what is published of this commit: artifacts/release, and the pins
	@sh release/release.sh

setup-build setup-test:
	@sh tests/setup.sh $(@:setup-%=%)

clean: ## Remove everything that was built
	rm -rf artifacts

# The commit is part of --version, so a new commit links anew.
$(COMMIT): FORCE
	@mkdir -p artifacts
	@git rev-parse HEAD 2>/dev/null | cmp -s - $@ || git rev-parse HEAD > $@ 2>/dev/null || touch $@

$(EXECUTABLE): $(SOURCES) $(COMMIT) | setup-build
	@sh src/Jenkins.AwsTemporal.Cli/publish.sh $(RID) $(CURDIR)/artifacts/publish/$(RID)
	@touch $@

# As a release is linked: against an older C library than this machine's.
$(OLDEST): $(SOURCES) $(COMMIT) | setup-build
	@sh release/sysroot.sh $(CURDIR)/artifacts/sysroot
	@sh src/Jenkins.AwsTemporal.Cli/publish.sh linux-x64 $(CURDIR)/artifacts/oldest -p:ArtifactsPath=$(CURDIR)/artifacts/oldest-work -p:SysRoot=$(CURDIR)/artifacts/sysroot -p:SysRootLibraries=usr/lib/x86_64-linux-gnu
	@touch $@
