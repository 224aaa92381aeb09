internal import Console
internal import FileSystem
internal import Foundation
internal import Store

/// The scripts that run the stages of a plan: on Slurm, on one machine by make, on Kubernetes. Each
/// may be run again after a failure; what is there is not computed again.
public struct StageScripts {
    let store: String
    let folder: StageFolder
    /// How `reduce` is called.
    let program: String
    /// Tasks of a sharded stage.
    let tasks: Int
    /// Bytes of memory of a task.
    let memory: Int
    /// The hash of the plan.
    let plan: String

    /// Processors of a pod.
    private static let processors = 4

    public init(
        store: String, folder: StageFolder, program: String, tasks: Int, memory: Int,
        plan: StagePlan
    ) throws {
        (self.store, self.folder, self.program) = (store, folder, program)
        (self.tasks, self.memory, self.plan) = (tasks, memory, try plan.hash)
        for path in [store, folder.path, program] where path.contains(where: \.isNewline) {
            throw Failure(
                Exit.usage,
                "\(path): expected a path without line breaks, which the scripts cannot name.")
        }
    }

    /// The scripts by name in the folder of the plan.
    var files: [(name: String, text: String)] {
        [("slurm.sh", slurm), ("Makefile", make), ("kubernetes.sh", kubernetes)]
            + StageName.allCases.enumerated().flatMap { place, stage in
                jobs(stage, place)
            }
    }

    private var mebibytes: Int { memory >> 20 }
    /// The store and the folder by absolute paths: tasks begin elsewhere.
    private var storePath: String { canonicalPath(store) ?? store }
    private var folderPath: String { canonicalPath(folder.path) ?? folder.path }

    // MARK: - Slurm

    private var slurm: String {
        var script = #"""
            #!/bin/sh
            # Submits all stages to Slurm, each behind the one before. Run it again after a failure:
            # results that are there are not computed again. Options of sbatch may be given, such
            # as --cpus-per-task=8 --partition=cpu.
            set -eu
            reduce=\#(shellText(program))
            store=\#(shellText(storePath))
            work=\#(shellText(folderPath))
            # In the names of logs % begins a pattern of Slurm.
            logs=$(printf %s "$work/logs" | sed 's/%/%%/g')
            export reduce store work
            mkdir -p "$work/logs"
            last=
            submit() {
                name=$1
                shift
                last=$(sbatch --parsable --requeue --open-mode=append --mem=\#(mebibytes)M \
                    --job-name="vitrine-$name" --output="$logs/%x-%A-%a.log" \
                    --kill-on-invalid-dep=yes ${last:+--dependency=afterok:$last} "$@")
                last=${last%%;*}
                echo "$name $last"
            }
            # A task that may succeed later (exit code 75) or was killed (above 128) goes into the
            # queue again, three times.
            run='"$reduce" stage "$stage" "$store" --work "$work" $part \
                --threads "${SLURM_CPUS_PER_TASK:-1}"
            code=$?
            id=${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}
            [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ] || exit "$code"
            if [ "$code" = 75 ] || [ "$code" -gt 128 ]; then
                exec scontrol requeue "${id:-$SLURM_JOB_ID}"
            fi
            exit "$code"'
            shard='part="--shard $SLURM_ARRAY_TASK_ID/\#(tasks)"'
            export part=--join

            """#
        for stage in StageName.allCases {
            let name = stage.rawValue
            script += "export stage=\(name)\n"
            if stage.pieces != nil {
                script += "submit \(name) --array=0-\(tasks - 1) \"$@\" --wrap \"$shard; $run\"\n"
            }
            script += "submit \(name)-join \"$@\" --wrap \"$run\"\n"
        }
        return script
    }

    // MARK: - One machine

    private var make: String {
        var lines = [
            "# Runs all stages on this machine: make -C FOLDER, with JOBS tasks at once, each with",
            "# THREADS threads. Run it again after a failure.",
            "REDUCE = \(makeText(program))",
            "STORE = \(makeText(storePath))",
            "TASKS = \(tasks)",
            "JOBS = 1",
            "THREADS = 1",
            "RUN = $(REDUCE) stage",
            "",
            "# A joined result is never out of date: its name says what it is made of.",
            "all: \(StageName.allCases.last?.rawValue ?? "").joined",
            ".PHONY: all",
            ".DELETE_ON_ERROR:",
        ]
        for (place, stage) in StageName.allCases.enumerated() {
            let before =
                place == 0 ? "plan.json" : StageName.allCases[place - 1].rawValue + ".joined"
            lines += ["", "\(stage.rawValue).joined: | \(before)"]
            if stage.pieces != nil {
                lines.append(
                    "\tseq 0 $$(($(TASKS) - 1)) | xargs -P $(JOBS) -I@@ $(RUN) \(stage.rawValue) "
                        + "$(STORE) --work . --shard @@/$(TASKS) --threads $(THREADS)")
            }
            lines.append("\t$(RUN) \(stage.rawValue) $(STORE) --work . --join")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A word of a shell in a line of make.
    private func makeText(_ word: String) -> String {
        shellText(word).replacingOccurrences(of: "$", with: "$$")
            .replacingOccurrences(of: "#", with: "\\#")
    }

    // MARK: - Kubernetes

    private var kubernetes: String {
        var script = """
            #!/bin/sh
            # Runs all stages as jobs of Kubernetes, one after the other. Run it again after a
            # failure: results that are there are not computed again. The claim "data" must hold the
            # store and this folder under the paths that the jobs name.
            set -eu
            cd "$(dirname "$0")/kubernetes"
            run() {
                # A job that has ended is not started again by apply.
                kubectl delete --ignore-not-found "job/$2"
                kubectl apply -f "$1"
                until kubectl wait --for=condition=complete --timeout=10s "job/$2" 2> /dev/null; do
                    if kubectl wait --for=condition=failed --timeout=0s "job/$2" 2> /dev/null; then
                        echo "job $2 failed: kubectl logs job/$2" >&2
                        exit 1
                    fi
                done
            }

            """
        for (place, stage) in StageName.allCases.enumerated() {
            for job in jobs(stage, place) {
                let file = String(job.name.dropFirst("kubernetes/".count))
                script += "run \(file) \(jobName(String(file.dropFirst(3).dropLast(5))))\n"
            }
        }
        return script
    }

    /// Name of a job, which a namespace has once: with the beginning of the plan's hash.
    private func jobName(_ name: String) -> String { "vitrine-\(plan.prefix(8))-\(name)" }

    /// The jobs of a stage: an Indexed Job for its pieces, and one that joins them.
    private func jobs(_ stage: StageName, _ place: Int) -> [(name: String, text: String)] {
        let number = String(format: "%02d", place + 1)
        let join = job("\(stage.rawValue)-join", "\(stage.rawValue)", "--join", tasks: nil)
        let joined = ("kubernetes/\(number)-\(stage.rawValue)-join.yaml", join)
        if stage.pieces == nil { return [joined] }
        let shards = job(
            stage.rawValue, stage.rawValue, "--shard \"$JOB_COMPLETION_INDEX/\(tasks)\"",
            tasks: tasks)
        return [("kubernetes/\(number)-\(stage.rawValue).yaml", shards), joined]
    }

    private func job(_ name: String, _ stage: String, _ part: String, tasks: Int?) -> String {
        let command =
            "exec reduce stage \(stage) \(shellText(storePath)) --work \(shellText(folderPath)) "
            + "--threads \(Self.processors) "
        // Kubernetes itself replaces $(NAME) in a command; $$ is a dollar sign.
        let quoted = (command.replacingOccurrences(of: "$", with: "$$") + part)
            .replacingOccurrences(of: "'", with: "''")
        let indexed =
            tasks.map {
                """
                  completions: \($0)
                  parallelism: \($0)
                  completionMode: Indexed
                  backoffLimitPerIndex: 6

                """
            } ?? "  backoffLimit: 6\n"
        return """
            # Wrong data and wrong usage (65, 64) end the job; what may succeed later (75), a full
            # disk (74) and lost nodes are tried again.
            apiVersion: batch/v1
            kind: Job
            metadata: {name: \(jobName(name))}
            spec:
            \(indexed)  podFailurePolicy:
                rules:
                  - action: Ignore
                    onPodConditions: [{type: DisruptionTarget, status: "True"}]
                  - action: FailJob
                    onExitCodes: {containerName: reduce, operator: In, values: [64, 65]}
              template:
                spec:
                  restartPolicy: Never
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                  containers:
                    - name: reduce
                      image: vitrine
                      command: [sh, -c, '\(quoted)']
                      resources:
                        requests: {cpu: \(Self.processors), memory: \(mebibytes)Mi}
                        limits: {memory: \(mebibytes)Mi}
                      volumeMounts: [{name: data, mountPath: /data}]

            """
    }
}

extension StagePlan {
    /// Writes the plan and its scripts into a folder. A plan that is there must be the same one;
    /// scripts that are there stay, since they may have been edited.
    ///
    /// - Returns: What is said about it.
    public func write(to folder: StageFolder, scripts: StageScripts) throws -> [String] {
        if !makeFolders(folder.path + "/kubernetes") {
            throw StoreError.system(
                file: folder.path, operation: "making the folder", reason: systemText())
        }
        var lines: [String] = []
        if isThere(folder.plan) {
            let stored = try StagePlan.read(folder.plan)
            guard try stored.hash == hash else {
                throw Failure(
                    Exit.data,
                    "\(folder.plan): expected the plan of these settings, found another; use "
                        + "another folder with --work, or the same options.")
            }
            lines.append("kept     \(folder.plan), which is the same plan")
        } else {
            let file = try NewFile(folder.plan)
            try file.append(try json)
            // Another `reduce plan` may have written one meanwhile.
            try file.commit(replacing: false)
            lines.append("wrote    \(folder.plan)")
        }
        for file in scripts.files {
            let path = folder.path + "/" + file.name
            let bytes = pathBytes(file.text)
            if let stored = wholeFile(path) {
                if stored != bytes {
                    lines.append("kept     \(path), which differs; remove it to have it written")
                }
                continue
            }
            try AtomicFile.write(bytes, to: path)
            if file.name.hasSuffix(".sh") { _ = setMode(path, 0o755) }
        }
        let path = shellText(folder.path)
        lines.append(
            "next     make -C \(path) JOBS=2, \(path)/slurm.sh --cpus-per-task=8, or "
                + "\(path)/kubernetes.sh")
        return lines
    }
}
