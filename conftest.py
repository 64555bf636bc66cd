"""What every test may use. The cast is the demo's own (see ``cartwheel.demo``)."""
