import ArgumentParser
import Configuration

@main struct Passthrough: ParsableCommand { func run() {} }
