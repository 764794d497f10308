// A lab's clock waits for the process to be idle: no two tests run at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
